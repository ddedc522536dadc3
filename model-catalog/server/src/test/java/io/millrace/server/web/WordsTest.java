package io.millrace.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0.0000",
        "0.66|0.6600",
        "-12.5|-12.5000",
        "1234.56|1,234.6",
        "0.00001234|1.23e-05",
        "NaN|–"
      })
  void showsNumbers(double value, String text) {
    assertThat(Words.number(value)).isEqualTo(text);
  }

  @Test
  void showsChangesWithTheirSign() {
    assertThat(Words.change(0.01)).isEqualTo("+0.0100");
    assertThat(Words.change(-0.01)).isEqualTo("-0.0100");
  }

  @ParameterizedTest
  @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KB", "1500000,1.4 MB", "3298534883328,3.0 TB"})
  void showsSizes(long bytes, String text) {
    assertThat(Words.size(bytes)).isEqualTo(text);
  }

  @Test
  void showsTimesToTheMinute() {
    assertThat(Words.time("2026-11-28T19:30:59.123Z")).isEqualTo("2026-11-28 19:30 UTC");
    assertThat(Words.time("yesterday")).isEqualTo("yesterday");
  }

  @ParameterizedTest
  @CsvSource({"0.05,0.01,0.05", "2,1,2", "2000,500,'2,000'", "0.6655,0.0005,0.6655", "-0.0,1,0"})
  void tellsTicksFromTheirNeighbours(double value, double step, String text) {
    assertThat(Words.tick(value, step)).isEqualTo(text);
  }

  @Test
  void shortensTexts() {
    assertThat(Words.head("short", 10)).isEqualTo("short");
    assertThat(Words.head("first\nsecond", 10)).isEqualTo("first…");
    assertThat(Words.head("x".repeat(20), 10)).isEqualTo("x".repeat(9) + "…");
    assertThat(Words.head("12345678😀😀", 10)).isEqualTo("12345678…");
    assertThat(Words.tail("ops/flight-delay-logistic-regression/12", 12)).isEqualTo("…gression/12");
  }
}
