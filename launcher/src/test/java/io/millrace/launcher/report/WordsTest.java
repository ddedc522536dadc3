package io.millrace.launcher.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void sharesKeepWhatIsSmall() {
    assertThat(Words.percent(0)).isEqualTo("0%");
    assertThat(Words.percent(17 / 3_000_000.0)).isEqualTo("under 0.001%");
    assertThat(Words.percent(0.0005)).isEqualTo("0.050%");
    assertThat(Words.percent(0.0345)).isEqualTo("3.5%");
    assertThat(Words.percent(0.987)).isEqualTo("99%");
  }

  @Test
  void whatIsNoNumberIsADash() {
    assertThat(Words.value(Double.NaN)).isEqualTo("–");
    assertThat(Words.count(null)).isEqualTo("–");
    assertThat(Words.number(null)).isEqualTo("–");
  }

  @Test
  void timesAndNumbersAreShort() {
    assertThat(Words.seconds(45.25)).isEqualTo("45.3 s");
    assertThat(Words.seconds(186)).isEqualTo("3 min 6 s");
    assertThat(Words.seconds(7300)).isEqualTo("2 h 1 min");
    assertThat(Words.began("20260105-090100-c6083879")).isEqualTo("5 January 2026, 09:01 UTC");
    assertThat(Words.number("3000000")).isEqualTo("3,000,000");
    assertThat(Words.number("0.123456")).isEqualTo("0.1235");
    assertThat(Words.signed(-0.0135)).isEqualTo("−0.0135");
  }
}
