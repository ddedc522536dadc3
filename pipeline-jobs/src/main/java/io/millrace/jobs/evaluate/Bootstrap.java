package io.millrace.jobs.evaluate;

import io.millrace.spec.evaluation.EvaluationSpec.Threshold;
import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Metrics of draws of whole blocks (Efron and Tibshirani 1993, chapters 8 and 13): rows of a block,
 * such as a day, are not independent, so blocks are drawn and not rows.
 */
final class Bootstrap {
  private Bootstrap() {}

  /**
   * Measures the cells and as many draws of their blocks. The draws depend on the seed and the
   * names of the blocks alone, so those of two models of the same rows are alike.
   */
  static Replicates replicates(
      List<Cell> cells, Task task, int classes, int replicates, long seed) {
    Tally tally = new Tally(task, classes);
    cells.forEach(cell -> tally.add(cell, 1));
    Map<Metric, Double> values = tally.metrics();
    List<List<Cell>> blocks = blocks(cells);
    SplittableRandom random = new SplittableRandom(seed);
    List<Map<Metric, Double>> drawn = new ArrayList<>(replicates);
    for (int r = 0; r < replicates; r++) {
      drawn.add(draw(blocks, tally, random));
    }
    return new Replicates(blocks.size(), values, drawn);
  }

  /** In the order of their names, whatever that of the cells. */
  private static List<List<Cell>> blocks(List<Cell> cells) {
    Map<String, List<Cell>> byBlock = new TreeMap<>();
    cells.forEach(
        cell ->
            byBlock
                .computeIfAbsent(String.valueOf(cell.block()), b -> new ArrayList<>())
                .add(cell));
    return List.copyOf(byBlock.values());
  }

  private static Map<Metric, Double> draw(
      List<List<Cell>> blocks, Tally tally, SplittableRandom random) {
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
    return tally.metrics();
  }

  /** The score that best parts yes from no, by what is asked for. */
  static double threshold(List<Cell> cells, Threshold goal) {
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
    return Cells.threshold(bestBin);
  }
}
