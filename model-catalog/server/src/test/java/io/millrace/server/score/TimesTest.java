package io.millrace.server.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  @Test
  void readsTimesAsTheGeneralParserDoes() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      LocalDateTime time =
          LocalDateTime.ofEpochSecond(
              (random.nextInt() & Integer.MAX_VALUE) * 40L - 60_000_000_000L, 0, ZoneOffset.UTC);
      String text = time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss"));
      long millis = time.toInstant(ZoneOffset.UTC).toEpochMilli();

      assertThat(millis("timestamp", text)).as(text).isEqualTo(millis);
      assertThat(millis("timestamp", text.replace('T', ' '))).isEqualTo(millis);
      assertThat(millis("timestamp", text.substring(0, 16)))
          .isEqualTo(millis - time.getSecond() * 1000L);
      assertThat(millis("timestamp", text + ".250")).isEqualTo(millis + 250);
      assertThat(millis("timestamp", text + "+01:00")).isEqualTo(millis - 3_600_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"1970-01-01,0", "2001-02-03,981158400000", "1969-12-31,-86400000"})
  void readsDates(String text, long millis) {
    assertThat(millis("date", text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001-02-29T00:00:00",
        "2001-13-01T00:00:00",
        "2001-00-01T00:00",
        "2001-01-00T00:00",
        "2001-01-01T24:00:00",
        "2001-01-01T23:60:00",
        "2001-01-01T23:59:60",
        "2001-01-01X23:59:00",
        "2001-01-01T23-59-00",
        "20o1-01-01T00:00:00",
        "200-1-01-01T00:00:0",
        "2001-01-01T-1:00:00",
        "2001-01-01",
        ""
      })
  void readsNothingElse(String text) {
    assertThat(millis("timestamp", text)).isEqualTo(Times.NONE);
  }

  /** As they stand in a parser's buffer. */
  private static long millis(String type, String text) {
    return Times.millis(type, ("xx" + text + "yy").toCharArray(), 2, text.length());
  }
}
