package io.millrace.jobs.evaluate;

import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.evaluation.MetricValue;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * Metrics of some rows, and of each draw of their blocks.
 *
 * @param blocks from which was drawn
 * @param values of all rows
 * @param drawn by replicate; a metric that a draw does not define is missing there
 */
record Replicates(int blocks, Map<Metric, Double> values, List<Map<Metric, Double>> drawn) {
  private static final double TAIL = 0.025;

  /** The metrics by public name with their 95% percentile intervals. */
  Map<String, MetricValue> intervals() {
    Map<String, MetricValue> result = new LinkedHashMap<>();
    for (Metric metric : inOrder(values)) {
      result.put(
          metric.text(),
          interval(
              values.get(metric),
              drawn.stream()
                  .map(replicate -> replicate.get(metric))
                  .filter(Objects::nonNull)
                  .mapToDouble(Double::doubleValue)));
    }
    return result;
  }

  /**
   * The metrics that both have, as differences from another model's on the same rows. Each
   * replicate is subtracted from the other's: both were drawn with the same seed from the same
   * blocks, so what a block does to both models cancels.
   *
   * @throws IllegalArgumentException if they were not drawn alike
   */
  Map<String, MetricValue> minus(Replicates other) {
    if (blocks != other.blocks || drawn.size() != other.drawn.size()) {
      throw new IllegalArgumentException(
          "Cannot compare two models: %d draws of %d blocks and %d draws of %d blocks (expected the same draws for both)."
              .formatted(drawn.size(), blocks, other.drawn.size(), other.blocks));
    }
    Map<String, MetricValue> result = new LinkedHashMap<>();
    for (Metric metric : inOrder(values)) {
      if (other.values.containsKey(metric)) {
        double value = values.get(metric) - other.values.get(metric);
        result.put(metric.text(), interval(value, differences(metric, other)));
      }
    }
    return result;
  }

  private DoubleStream differences(Metric metric, Replicates other) {
    DoubleStream.Builder differences = DoubleStream.builder();
    for (int r = 0; r < drawn.size(); r++) {
      Double ours = drawn.get(r).get(metric);
      Double theirs = other.drawn.get(r).get(metric);
      if (ours != null && theirs != null) {
        differences.add(ours - theirs);
      }
    }
    return differences.build();
  }

  private static List<Metric> inOrder(Map<Metric, Double> values) {
    return values.keySet().stream().sorted(Comparator.naturalOrder()).toList();
  }

  private static MetricValue interval(double value, DoubleStream drawn) {
    double[] sorted = drawn.sorted().toArray();
    return new MetricValue(value, quantile(sorted, TAIL, value), quantile(sorted, 1 - TAIL, value));
  }

  /** Linear interpolation between order statistics; the value itself where nothing was drawn. */
  private static double quantile(double[] sorted, double at, double otherwise) {
    if (sorted.length == 0) {
      return otherwise;
    }
    double position = at * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
