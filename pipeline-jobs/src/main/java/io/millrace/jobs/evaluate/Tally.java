package io.millrace.jobs.evaluate;

import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.target.Task;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts of scored rows, dense over score bins, from which all metrics follow. A class is counted
 * against the rest; the binary task has one class.
 */
final class Tally {
  private final Task task;
  private final int classes;

  /** [class][bin] rows of the class and of the rest. */
  private final double[][] positive;

  private final double[][] negative;

  /** [class] decisions: right yes, wrong yes, wrong no, right no. */
  private final double[][] decisions;

  private double entries;
  private double logLoss;
  private double squares;

  Tally(Task task, int classes) {
    this.task = task;
    this.classes = classes;
    int bins = task == Task.REGRESSION ? 1 : Cells.BINS;
    positive = new double[classes][bins];
    negative = new double[classes][bins];
    decisions = new double[classes][4];
  }

  void clear() {
    for (int c = 0; c < classes; c++) {
      java.util.Arrays.fill(positive[c], 0);
      java.util.Arrays.fill(negative[c], 0);
      java.util.Arrays.fill(decisions[c], 0);
    }
    entries = 0;
    logLoss = 0;
    squares = 0;
  }

  void add(Cell cell, double times) {
    double rows = cell.rows() * times;
    (cell.positive() ? positive : negative)[cell.label()][cell.bin()] += rows;
    int decision = cell.predicted() ? (cell.positive() ? 0 : 1) : (cell.positive() ? 2 : 3);
    decisions[cell.label()][decision] += rows;
    entries += rows;
    logLoss += cell.logLoss() * times;
    squares += cell.squares() * times;
  }

  /** Rows that were counted. */
  double rows() {
    return entries / classes;
  }

  /** All metrics that fit the task; those that are not defined for these rows are left out. */
  Map<Metric, Double> metrics() {
    Map<Metric, Double> found = new EnumMap<>(Metric.class);
    if (task == Task.REGRESSION) {
      put(found, Metric.RMSE, Math.sqrt(squares / rows()));
      return found;
    }
    put(found, Metric.ROC_AUC, mean(Tally::rocAuc));
    put(found, Metric.PR_AUC, mean(Tally::prAuc));
    put(found, Metric.LOG_LOSS, logLoss / rows());
    put(found, Metric.BRIER, squares / rows());
    put(found, Metric.ACCURACY, accuracy());
    double f1 = 0;
    for (double[] d : decisions) {
      f1 += 2 * d[0] / (2 * d[0] + d[1] + d[2]) / classes;
    }
    put(found, Metric.F1, f1);
    return found;
  }

  private static void put(Map<Metric, Double> into, Metric metric, double value) {
    if (Double.isFinite(value)) {
      into.put(metric, value);
    }
  }

  private interface Curve {
    double area(double[] positive, double[] negative);
  }

  private double mean(Curve curve) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += curve.area(positive[c], negative[c]);
    }
    return sum / classes;
  }

  private double accuracy() {
    double right = 0;
    for (double[] d : decisions) {
      right += d[0] + (task == Task.BINARY ? d[3] : 0);
    }
    return right / rows();
  }

  /** Probability that a row of the class scores above one of the rest; ties count half. */
  static double rocAuc(double[] positive, double[] negative) {
    double below = 0;
    double pairs = 0;
    double positives = 0;
    for (int b = 0; b < positive.length; b++) {
      pairs += positive[b] * (below + negative[b] / 2);
      below += negative[b];
      positives += positive[b];
    }
    return pairs / (positives * below);
  }

  /** Average precision: precision at each score, weighted by the recall gained there. */
  static double prAuc(double[] positive, double[] negative) {
    double hits = 0;
    double taken = 0;
    double sum = 0;
    for (int b = positive.length - 1; b >= 0; b--) {
      hits += positive[b];
      taken += positive[b] + negative[b];
      if (positive[b] > 0) {
        sum += positive[b] * hits / taken;
      }
    }
    return sum / hits;
  }

  double[] positives() {
    return positive[0];
  }

  double[] negatives() {
    return negative[0];
  }
}
