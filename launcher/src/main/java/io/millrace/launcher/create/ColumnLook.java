package io.millrace.launcher.create;

import io.millrace.launcher.create.Sample.SampleColumn;
import io.millrace.spec.table.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the sample says of a column.
 *
 * @param time how its times are written, null for other types and for typed files
 * @param values as text, in the order of the rows; null where missing or not of the type
 * @param counts how often each value occurs, the most frequent first
 * @param misfits values that are not of the type
 */
record ColumnLook(
    String name,
    ColumnType type,
    @Nullable TimeFormat time,
    List<@Nullable String> values,
    Map<String, Integer> counts,
    int missing,
    List<String> misfits) {
  /** A type is taken if no more values than these do not fit. */
  private static final double FEW = 0.02;

  private static final int INT_DIGITS = 9;

  static ColumnLook of(SampleColumn column) {
    List<String> there = column.values().stream().filter(Objects::nonNull).toList();
    if (column.declared() != null) {
      return look(column, column.declared(), null, v -> true);
    }
    for (TimeFormat format : TimeFormat.ALL) {
      if (mostly(there, format::reads)) {
        ColumnType type = format.clock() ? ColumnType.TIMESTAMP : ColumnType.DATE;
        return look(column, type, format, format::reads);
      }
    }
    if (mostly(there, Texts::isWhole)) {
      boolean wide = there.stream().anyMatch(v -> v.strip().length() > INT_DIGITS);
      return look(column, wide ? ColumnType.LONG : ColumnType.INT, null, Texts::isWhole);
    }
    if (mostly(there, Texts::isNumber)) {
      return look(column, ColumnType.DOUBLE, null, Texts::isNumber);
    }
    return mostly(there, Texts::isTruth)
        ? look(column, ColumnType.BOOLEAN, null, Texts::isTruth)
        : look(column, ColumnType.STRING, null, v -> true);
  }

  private static boolean mostly(List<String> values, Predicate<String> fits) {
    long tolerated = (long) (values.size() * FEW);
    long wrong = values.stream().filter(fits.negate()).limit(tolerated + 1).count();
    return !values.isEmpty() && wrong <= tolerated;
  }

  private static ColumnLook look(
      SampleColumn column, ColumnType type, @Nullable TimeFormat time, Predicate<String> fits) {
    List<@Nullable String> values =
        column.values().stream()
            .map(v -> v == null || !fits.test(v) ? null : canonical(v, type))
            .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
    List<String> misfits =
        column.values().stream().filter(v -> v != null && !fits.test(v)).toList();
    Map<String, Integer> counts = new LinkedHashMap<>();
    values.stream().filter(Objects::nonNull).forEach(v -> counts.merge(v, 1, Integer::sum));
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    int missing = (int) column.values().stream().filter(Objects::isNull).count();
    return new ColumnLook(column.name(), type, time, values, sorted, missing, misfits);
  }

  /** As the value is written when it is text again after the cast. */
  private static String canonical(String value, ColumnType type) {
    return switch (type) {
      case INT, LONG -> new BigDecimal(value.strip()).toBigInteger().toString();
      case BOOLEAN ->
          Boolean.toString(
              List.of("true", "yes", "t", "y")
                  .contains(value.strip().toLowerCase(java.util.Locale.ROOT)));
      default -> value;
    };
  }

  /** Whether both are the same column; names are unique. */
  boolean is(ColumnLook other) {
    return name.equals(other.name());
  }

  int rows() {
    return values.size();
  }

  int present() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  int distinct() {
    return counts.size();
  }

  /** Whether it tells nothing. A text that is there or not tells something; a number is imputed. */
  boolean isConstant() {
    boolean presence = missing > 0 && (type == ColumnType.STRING || type == ColumnType.BOOLEAN);
    return distinct() == 0 || (distinct() == 1 && !presence);
  }

  boolean isNumeric() {
    return type.isNumeric();
  }

  /** The value of a row as a number; NaN where it has none. */
  double number(int row) {
    String value = values.get(row);
    return value == null ? Double.NaN : Double.parseDouble(value);
  }

  /** The time of a row; null where it has none. */
  @Nullable LocalDateTime time(int row) {
    String value = values.get(row);
    return value == null ? null : parsed(value);
  }

  private @Nullable LocalDateTime parsed(String value) {
    if (time != null) {
      return time.time(value.strip()).orElse(null);
    }
    return type == ColumnType.DATE
        ? java.time.LocalDate.parse(value).atStartOfDay()
        : LocalDateTime.parse(value);
  }

  /** The smallest and the largest value, {@code 0 to 512}; only for numbers and times with any. */
  Ends ends() {
    Comparator<String> order =
        isNumeric()
            ? Comparator.comparing(BigDecimal::new)
            : Comparator.comparing(v -> Objects.requireNonNull(parsed(v)));
    return new Ends(
        counts.keySet().stream().min(order).orElseThrow(),
        counts.keySet().stream().max(order).orElseThrow());
  }

  /** The ends of what was seen, as the data write them. */
  record Ends(String least, String most) {}
}
