package io.millrace.handoff.definition;

import io.millrace.spec.table.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Values of columns as they are written in a definition. */
final class ValueText {
  private ValueText() {}

  /** Whether the text is a value of this type. */
  static boolean fits(String text, ColumnType type) {
    return switch (type) {
      case STRING -> true;
      case BOOLEAN -> List.of("true", "false").contains(text);
      case INT -> integral(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> integral(text, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT, DOUBLE -> decimal(text).isPresent();
      case TIMESTAMP -> time(text).isPresent();
      case DATE -> date(text).isPresent();
    };
  }

  /** Whether the first is after the second; both must fit the type, a number or a time. */
  static boolean after(String a, String b, ColumnType type) {
    return type.isTemporal()
        ? time(a).orElseThrow().isAfter(time(b).orElseThrow())
        : decimal(a).orElseThrow().compareTo(decimal(b).orElseThrow()) > 0;
  }

  static Optional<BigDecimal> decimal(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A time, or the start of a day. */
  static Optional<LocalDateTime> time(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text.strip()));
    } catch (DateTimeParseException e) {
      return date(text).map(LocalDate::atStartOfDay);
    }
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text.strip()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static boolean integral(String text, long min, long max) {
    try {
      long value = Long.parseLong(text.strip());
      return value >= min && value <= max;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
