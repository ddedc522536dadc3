package io.millrace.server.score;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Times as texts, by the same rules as in the SDK. */
final class Times {
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private static final long NOT_USUAL = Long.MIN_VALUE;
  private static final int MINUTES_LENGTH = "2001-01-31T23:59".length();
  private static final int SECONDS_LENGTH = "2001-01-31T23:59:59".length();

  private Times() {}

  /**
   * Of a time as nearly all clients write it, {@code 2001-01-31T23:59} or {@code
   * 2001-01-31T23:59:59}, which the general parser takes a microsecond for; else NOT_USUAL.
   */
  private static long usual(String text) {
    int length = text.length();
    if ((length != MINUTES_LENGTH && length != SECONDS_LENGTH)
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || (text.charAt(10) != 'T' && text.charAt(10) != ' ')
        || text.charAt(13) != ':'
        || (length == SECONDS_LENGTH && text.charAt(16) != ':')) {
      return NOT_USUAL;
    }
    int year = digits(text, 0, 2) * 100 + digits(text, 2, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = length == SECONDS_LENGTH ? digits(text, 17, 19) : 0;
    boolean sound =
        year >= 0
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= YearMonth.of(year, month).lengthOfMonth()
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second < 60;
    return sound
        ? LocalDate.of(year, month, day).toEpochDay() * MILLIS_PER_DAY
            + ((hour * 60L + minute) * 60 + second) * 1000
        : NOT_USUAL;
  }

  /** Two digits as a number; far below 0 if they are none. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1_000_000;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /**
   * Milliseconds since 1970-01-01T00:00; of a time without an offset on the data's own clock, of
   * others in UTC.
   *
   * @param type timestamp or date
   * @return null if the text is not one
   */
  static @Nullable Long millis(String type, String text) {
    long quick = type.equals("timestamp") ? usual(text) : NOT_USUAL;
    if (quick != NOT_USUAL) {
      return quick;
    }
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
