package io.millrace.jobs.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How well one column tells the label.
 *
 * @param rows label as a number, the column that it is made from as text, then other columns as
 *     text
 * @param at position of the column
 */
record LabelMatch(List<Row> rows, int at) {
  private static final double SHARE = 0.999;

  /** A column with fewer rows for each of its values tells rows apart, not labels. */
  private static final int ROWS_PER_VALUE = 10;

  /** Where one class is nearly all, guessing it is right nearly always: this much better counts. */
  private static final int TIMES_BETTER = 20;

  /** Whether it is the label, or the column that the label is made from, under another name. */
  boolean equal() {
    long label =
        rows.stream().filter(row -> sameNumber(row.getString(at), row.getDouble(0))).count();
    long raw =
        rows.stream()
            .filter(row -> !row.isNullAt(at) && Objects.equals(row.get(at), row.get(1)))
            .count();
    return Math.max(label, raw) >= SHARE * rows.size();
  }

  private static boolean sameNumber(@Nullable String text, double label) {
    Double number = number(text);
    return number != null && number == label;
  }

  /** Whether classes follow from its value, or from whether it is above one number. */
  boolean decides() {
    long all = rows.size();
    long guessed = all - most(count(rows));
    long wrong = Math.min(wrongByValue(), wrongByThreshold());
    return wrong <= (1 - SHARE) * all && wrong * TIMES_BETTER <= guessed && guessed > 0;
  }

  private long wrongByValue() {
    Map<String, List<Row>> byValue = new HashMap<>();
    for (Row row : rows) {
      byValue.computeIfAbsent(String.valueOf(row.get(at)), v -> new ArrayList<>()).add(row);
    }
    if (byValue.size() * ROWS_PER_VALUE > rows.size()) {
      return rows.size();
    }
    return byValue.values().stream().mapToLong(same -> same.size() - most(count(same))).sum();
  }

  /** For two classes; all rows where the column is not of numbers. */
  private long wrongByThreshold() {
    List<double[]> points = new ArrayList<>();
    for (Row row : rows) {
      Double number = number(row.getString(at));
      if (number == null && !row.isNullAt(at)) {
        return rows.size();
      }
      points.add(
          new double[] {number == null ? Double.NEGATIVE_INFINITY : number, row.getDouble(0)});
    }
    points.sort(Comparator.comparingDouble(point -> point[0]));
    long positive = points.stream().filter(point -> point[1] == 1).count();
    long best = rows.size();
    long below = 0;
    for (int i = 0; i < points.size(); i++) {
      below += points.get(i)[1] == 1 ? 1 : 0;
      if (i + 1 == points.size() || points.get(i)[0] != points.get(i + 1)[0]) {
        long wrong = below + (points.size() - i - 1 - (positive - below));
        best = Math.min(best, Math.min(wrong, points.size() - wrong));
      }
    }
    return points.stream().allMatch(p -> p[1] == 0 || p[1] == 1) ? best : rows.size();
  }

  private static Map<Double, Integer> count(List<Row> rows) {
    Map<Double, Integer> count = new HashMap<>();
    rows.forEach(row -> count.merge(row.getDouble(0), 1, Integer::sum));
    return count;
  }

  private static long most(Map<Double, Integer> count) {
    return count.values().stream().mapToInt(n -> n).max().orElse(0);
  }

  private static @Nullable Double number(@Nullable String text) {
    try {
      return text == null ? null : Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
