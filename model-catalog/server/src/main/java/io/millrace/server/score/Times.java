package io.millrace.server.score;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Times as texts, by the same rules as in the SDK. */
final class Times {
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private Times() {}

  /**
   * Milliseconds since 1970-01-01T00:00; of a time without an offset on the data's own clock, of
   * others in UTC.
   *
   * @param type timestamp or date
   * @return null if the text is not one
   */
  static @Nullable Long millis(String type, String text) {
    try {
      if (type.equals("date")) {
        return LocalDate.parse(text).toEpochDay() * MILLIS_PER_DAY;
      }
      // pandas writes a blank between date and time.
      TemporalAccessor parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text.length() > 10 && text.charAt(10) == ' '
                  ? text.substring(0, 10) + 'T' + text.substring(11)
                  : text,
              OffsetDateTime::from,
              LocalDateTime::from);
      return parsed instanceof OffsetDateTime offset
          ? Long.valueOf(offset.toInstant().toEpochMilli())
          : Long.valueOf(LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
