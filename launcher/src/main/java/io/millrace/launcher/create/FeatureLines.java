package io.millrace.launcher.create;

import io.millrace.spec.table.ColumnType;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes the features of a column by its type and its number of values. */
final class FeatureLines {
  /** Texts with no more values get an index whatever their frequency. */
  private static final int FEW = 50;

  /** Texts with more values in the sample have no end in sight: they are hashed. */
  private static final int MANY = 2_000;

  private static final long MONTHS_FROM_DAYS = 730;

  private final Set<String> names = new HashSet<>();
  private final int minCount;

  /**
   * @param fewRows whether the table is so small that a value seen twice is frequent
   */
  FeatureLines(boolean fewRows) {
    this.minCount = fewRows ? 2 : 20;
  }

  /**
   * @param code whether numbers are names
   */
  Role of(ColumnLook column, boolean code) {
    if (column.type().isTemporal()) {
      return time(column);
    }
    if (column.type() == ColumnType.STRING || column.type() == ColumnType.BOOLEAN) {
      return text(column);
    }
    if (code && column.type().isIntegral()) {
      return index(column, minCount);
    }
    return new Role(
        column,
        List.of(line(column, "", "type = numeric, column = %s, impute = median")),
        true,
        "number, standardised",
        "");
  }

  private Role text(ColumnLook column) {
    if (column.distinct() <= FEW) {
      return index(column, 1);
    }
    if (column.distinct() <= MANY) {
      return index(column, minCount);
    }
    int buckets = Integer.highestOneBit(column.distinct()) * 4;
    return new Role(
        column,
        List.of(line(column, "", "type = hash, column = %s, buckets = " + buckets)),
        true,
        "text of %,d values or more, hashed".formatted(column.distinct()),
        "");
  }

  private Role index(ColumnLook column, int least) {
    String frequency = least > 1 ? ", min-count = " + least : "";
    return new Role(
        column,
        List.of(line(column, "", "type = index, column = %s" + frequency)),
        true,
        "index of %,d values%s".formatted(column.distinct(), least > 1 ? ", rare ones as one" : ""),
        "");
  }

  private Role time(ColumnLook column) {
    List<String> lines = new ArrayList<>();
    boolean clock =
        column.type() == ColumnType.TIMESTAMP
            && IntStream.range(0, column.rows())
                .mapToObj(column::time)
                .filter(Objects::nonNull)
                .anyMatch(t -> t.toLocalTime().toSecondOfDay() > 0);
    if (clock) {
      lines.add(line(column, "-hour", "type = date-part, column = %s, part = hour"));
    }
    lines.add(line(column, "-weekday", "type = date-part, column = %s, part = weekday"));
    if (spansYears(column)) {
      lines.add(line(column, "-month", "type = date-part, column = %s, part = month"));
    }
    return new Role(column, lines, true, "parts of the time", "");
  }

  /** A month that training has not seen tells nothing. */
  private static boolean spansYears(ColumnLook column) {
    var days =
        IntStream.range(0, column.rows()).mapToObj(column::time).filter(Objects::nonNull).toList();
    return ChronoUnit.DAYS.between(
            days.stream().min(java.time.LocalDateTime::compareTo).orElseThrow(),
            days.stream().max(java.time.LocalDateTime::compareTo).orElseThrow())
        >= MONTHS_FROM_DAYS;
  }

  private String line(ColumnLook column, String suffix, String text) {
    String base = Texts.slug(column.name(), "feature") + suffix;
    String name = base;
    for (int i = 2; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = base + "-" + i;
    }
    return "%s { %s }".formatted(Texts.key(name), text.formatted(Texts.key(column.name())));
  }
}
