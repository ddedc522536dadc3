package io.millrace.server.score;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/** Times as texts, by the same rules as in the SDK. */
final class Times {
  /** No time. */
  static final long NONE = Long.MIN_VALUE;

  private static final long MILLIS_PER_DAY = 86_400_000L;
  private static final int MINUTES_LENGTH = "2001-01-31T23:59".length();
  private static final int SECONDS_LENGTH = "2001-01-31T23:59:59".length();
  private static final int[] DAYS_BEFORE = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
  };

  /** From the first of March of the year 0 to 1970-01-01. */
  private static final int DAYS_TO_EPOCH = 719_468;

  private Times() {}

  /**
   * Milliseconds since 1970-01-01T00:00; of a time without an offset on the data's own clock, of
   * others in UTC.
   *
   * @param type timestamp or date
   * @param from where the text begins, {@code length} characters long
   * @return {@link #NONE} if the text is not one
   */
  static long millis(String type, char[] text, int from, int length) {
    long usual = type.equals("timestamp") ? usual(text, from, length) : NONE;
    return usual == NONE ? parsed(type, new String(text, from, length)) : usual;
  }

  private static long parsed(String type, String text) {
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
          ? offset.toInstant().toEpochMilli()
          : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return NONE;
    }
  }

  /**
   * Of a time as nearly all clients write it, {@code 2001-01-31T23:59} or {@code
   * 2001-01-31T23:59:59}, which the general parser takes a microsecond for; else NONE.
   */
  private static long usual(char[] text, int from, int length) {
    if ((length != MINUTES_LENGTH && length != SECONDS_LENGTH)
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || (text[from + 10] != 'T' && text[from + 10] != ' ')
        || text[from + 13] != ':'
        || (length == SECONDS_LENGTH && text[from + 16] != ':')) {
      return NONE;
    }
    int year = digits(text, from) * 100 + digits(text, from + 2);
    int month = digits(text, from + 5);
    int day = digits(text, from + 8);
    int hour = digits(text, from + 11);
    int minute = digits(text, from + 14);
    int second = length == SECONDS_LENGTH ? digits(text, from + 17) : 0;
    boolean sound =
        year >= 1
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= days(year, month)
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second < 60;
    return sound
        ? epochDay(year, month, day) * MILLIS_PER_DAY + ((hour * 60L + minute) * 60 + second) * 1000
        : NONE;
  }

  private static int days(int year, int month) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return DAYS_BEFORE[month] - DAYS_BEFORE[month - 1] + (month == 2 && leap ? 1 : 0);
  }

  /** By years that begin in March, so that the leap day is the last of one. */
  private static long epochDay(int year, int month, int day) {
    int from = month > 2 ? year : year - 1;
    int months = month > 2 ? month - 3 : month + 9;
    return 365L * from
        + from / 4
        - from / 100
        + from / 400
        + (153L * months + 2) / 5
        + day
        - 1
        - DAYS_TO_EPOCH;
  }

  /** Two digits as a number; far below 0 if they are none. */
  private static int digits(char[] text, int at) {
    int tens = text[at] - '0';
    int ones = text[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1_000_000 : tens * 10 + ones;
  }
}
