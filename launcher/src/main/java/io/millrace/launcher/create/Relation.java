package io.millrace.launcher.create;

import io.millrace.spec.target.Task;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** How much of the label one column tells alone, in the sample. */
final class Relation {
  /** From here on a column is likelier a copy of the label than a cause of it. */
  static final double SUSPICIOUS = 0.95;

  private static final int GROUPS = 50;

  /** Groups of fewer rows tell the label by chance. */
  private static final int LEAST_ROWS = 4;

  private Relation() {}

  /**
   * A missing value counts as a value. From 0, nothing, to 1, all of it: for classes the share of
   * rows that a guess by the column's value (numbers: by one of {@value #GROUPS} quantiles) gets
   * right, above the most frequent class; for numbers the share of the variance between such
   * groups, or the squared correlation if larger.
   */
  static double of(ColumnLook column, LabelChoice label) {
    List<Integer> rows =
        IntStream.range(0, column.rows())
            .filter(r -> label.column().values().get(r) != null)
            .boxed()
            .toList();
    Map<String, List<Integer>> groups = groups(column, rows);
    if (groups.size() < 2 || groups.size() * LEAST_ROWS > rows.size()) {
      return 0;
    }
    return label.task() == Task.REGRESSION
        ? Math.max(
            variance(groups.values(), rows, label.column()), correlation(column, rows, label))
        : purity(groups.values(), rows, label.column());
  }

  private static Map<String, List<Integer>> groups(ColumnLook column, List<Integer> rows) {
    Map<String, List<Integer>> groups = new HashMap<>();
    if (!column.isNumeric() || column.distinct() <= GROUPS) {
      rows.forEach(r -> group(groups, Objects.requireNonNullElse(column.values().get(r), ""), r));
      return groups;
    }
    List<Integer> sorted =
        rows.stream().sorted(Comparator.comparingDouble(column::number)).toList();
    for (int i = 0; i < sorted.size(); i++) {
      int row = sorted.get(i);
      boolean there = column.values().get(row) != null;
      group(groups, there ? Integer.toString(i * GROUPS / sorted.size()) : "", row);
    }
    return groups;
  }

  private static void group(Map<String, List<Integer>> groups, String key, int row) {
    groups.computeIfAbsent(key, k -> new java.util.ArrayList<>()).add(row);
  }

  private static double purity(
      Iterable<List<Integer>> groups, List<Integer> rows, ColumnLook label) {
    long right = 0;
    for (List<Integer> group : groups) {
      right += most(group, label);
    }
    double usual = (double) most(rows, label) / rows.size();
    return usual == 1 ? 0 : ((double) right / rows.size() - usual) / (1 - usual);
  }

  private static int most(List<Integer> rows, ColumnLook label) {
    Map<String, Integer> counts = new HashMap<>();
    rows.forEach(r -> counts.merge(Objects.requireNonNull(label.values().get(r)), 1, Integer::sum));
    return counts.values().stream().max(Comparator.naturalOrder()).orElse(0);
  }

  private static double variance(
      Iterable<List<Integer>> groups, List<Integer> rows, ColumnLook label) {
    double mean = mean(rows, label);
    double all = rows.stream().mapToDouble(r -> square(label.number(r) - mean)).sum();
    double between = 0;
    for (List<Integer> group : groups) {
      between += group.size() * square(mean(group, label) - mean);
    }
    return all == 0 ? 0 : between / all;
  }

  private static double correlation(ColumnLook column, List<Integer> rows, LabelChoice label) {
    if (!column.isNumeric()) {
      return 0;
    }
    List<Integer> both = rows.stream().filter(r -> column.values().get(r) != null).toList();
    double meanX = mean(both, column);
    double meanY = mean(both, label.column());
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int row : both) {
      double x = column.number(row) - meanX;
      double y = label.column().number(row) - meanY;
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    return xx == 0 || yy == 0 ? 0 : xy * xy / (xx * yy);
  }

  private static double mean(List<Integer> rows, ColumnLook column) {
    return rows.stream().mapToDouble(column::number).average().orElse(0);
  }

  private static double square(double x) {
    return x * x;
  }
}
