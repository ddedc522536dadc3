package io.millrace.catalog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Turns the Java values that callers have into cells of a batch; it never guesses. */
final class CellReader {
  private static final long MILLIS_PER_DAY = 86_400_000L;

  private CellReader() {}

  /**
   * @return false if the type of the value, or the text in it, is not one for the column
   */
  static boolean set(Batch batch, int input, int row, String type, Object value) {
    switch (type) {
      case "string" -> {
        return value instanceof String text && done(() -> batch.setString(input, row, text));
      }
      case "boolean" -> {
        return value instanceof Boolean flag && done(() -> batch.setBoolean(input, row, flag));
      }
      case "timestamp", "date" -> {
        Long millis = type.equals("date") ? dateMillis(value) : timestampMillis(value);
        return millis != null && done(() -> batch.setMillis(input, row, millis));
      }
      default -> {
        return value instanceof Number number
            && done(() -> batch.setDouble(input, row, number.doubleValue()));
      }
    }
  }

  /** What a column of the type takes, for errors. */
  static String expected(String type) {
    return switch (type) {
      case "string" -> "a String";
      case "boolean" -> "a Boolean";
      case "timestamp" ->
          "an Instant, LocalDateTime, OffsetDateTime, java.sql.Timestamp, ISO-8601 String, or Long of milliseconds";
      case "date" -> "a LocalDate, java.sql.Date or ISO-8601 String";
      default -> "a Number";
    };
  }

  private static boolean done(Runnable action) {
    action.run();
    return true;
  }

  private static @Nullable Long timestampMillis(Object value) {
    if (value instanceof Long millis) {
      return millis;
    }
    if (value instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    if (value instanceof LocalDateTime local) {
      return millis(local);
    }
    if (value instanceof OffsetDateTime offset) {
      return offset.toInstant().toEpochMilli();
    }
    // Its fields, as the caller sees them printed, are the data's own clock.
    if (value instanceof java.sql.Timestamp timestamp) {
      return millis(timestamp.toLocalDateTime());
    }
    return value instanceof String text ? parsedTimestamp(text) : null;
  }

  private static @Nullable Long dateMillis(Object value) {
    if (value instanceof LocalDate date) {
      return date.toEpochDay() * MILLIS_PER_DAY;
    }
    if (value instanceof java.sql.Date date) {
      return date.toLocalDate().toEpochDay() * MILLIS_PER_DAY;
    }
    return value instanceof String text ? parsedDate(text) : null;
  }

  private static @Nullable Long parsedTimestamp(String text) {
    try {
      TemporalAccessor parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      return parsed instanceof OffsetDateTime offset
          ? Long.valueOf(offset.toInstant().toEpochMilli())
          : Long.valueOf(millis(LocalDateTime.from(parsed)));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Long parsedDate(String text) {
    try {
      return LocalDate.parse(text).toEpochDay() * MILLIS_PER_DAY;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static long millis(LocalDateTime local) {
    return local.toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
