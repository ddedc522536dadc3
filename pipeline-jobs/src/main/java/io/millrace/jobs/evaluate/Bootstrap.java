package io.millrace.jobs.evaluate;

import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Metrics with 95% percentile intervals from a bootstrap over blocks (Efron and Tibshirani 1993,
 * chapters 8 and 13): rows of a block, such as a day, are not independent, so whole blocks are
 * drawn.
 */
final class Bootstrap {
  private static final double TAIL = 0.025;

  private Bootstrap() {}

  static Map<String, MetricValue> metrics(
      List<Cell> cells, Task task, int classes, int replicates, long seed) {
    Tally tally = new Tally(task, classes);
    cells.forEach(cell -> tally.add(cell, 1));
    Map<Metric, Double> values = tally.metrics();
    Map<Metric, List<Double>> drawn = draw(cells, tally, replicates, seed);
    Map<String, MetricValue> result = new LinkedHashMap<>();
    values.forEach(
        (metric, value) -> {
          double[] sorted =
              drawn.getOrDefault(metric, List.of()).stream()
                  .mapToDouble(Double::doubleValue)
                  .sorted()
                  .toArray();
          result.put(
              metric.text(),
              new MetricValue(
                  value, quantile(sorted, TAIL, value), quantile(sorted, 1 - TAIL, value)));
        });
    return result;
  }

  private static Map<Metric, List<Double>> draw(
      List<Cell> cells, Tally tally, int replicates, long seed) {
    Map<String, List<Cell>> byBlock = new java.util.TreeMap<>();
    cells.forEach(
        cell ->
            byBlock
                .computeIfAbsent(String.valueOf(cell.block()), b -> new ArrayList<>())
                .add(cell));
    List<List<Cell>> blocks = List.copyOf(byBlock.values());
    SplittableRandom random = new SplittableRandom(seed);
    Map<Metric, List<Double>> drawn = new EnumMap<>(Metric.class);
    for (int r = 0; r < replicates; r++) {
      int[] times = new int[blocks.size()];
      for (int i = 0; i < times.length; i++) {
        times[random.nextInt(times.length)]++;
      }
      tally.clear();
      for (int i = 0; i < times.length; i++) {
        if (times[i] > 0) {
          int weight = times[i];
          blocks.get(i).forEach(cell -> tally.add(cell, weight));
        }
      }
      tally.metrics().forEach((m, v) -> drawn.computeIfAbsent(m, k -> new ArrayList<>()).add(v));
    }
    return drawn;
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

  /** The score that best parts yes from no, by what is asked for. */
  static double threshold(
      List<Cell> cells, io.millrace.spec.evaluation.EvaluationSpec.Threshold goal) {
    Tally tally = new Tally(Task.BINARY, 1);
    cells.forEach(cell -> tally.add(cell, 1));
    double[] positive = tally.positives();
    double[] negative = tally.negatives();
    double positives = Arrays.stream(positive).sum();
    double negatives = Arrays.stream(negative).sum();
    double hits = 0;
    double alarms = 0;
    double best = Double.NEGATIVE_INFINITY;
    int bestBin = 0;
    for (int b = positive.length - 1; b >= 0; b--) {
      hits += positive[b];
      alarms += negative[b];
      double value =
          switch (goal) {
            case F1 -> 2 * hits / (hits + alarms + positives);
            case ACCURACY -> (hits + negatives - alarms) / (positives + negatives);
            case YOUDEN -> hits / positives - alarms / negatives;
          };
      if (value > best && positive[b] + negative[b] > 0) {
        best = value;
        bestBin = b;
      }
    }
    double logit = bestBin * (2 * Cells.LOGIT_RANGE) / Cells.BINS - Cells.LOGIT_RANGE;
    return 1 / (1 + Math.exp(-logit));
  }
}
