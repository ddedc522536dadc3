package io.millrace.jobs.evaluate;

import io.millrace.spec.target.Task;

/** The selection metric of scores in memory, by the formulas of {@link Cells}. */
final class RowLoss {
  private RowLoss() {}

  /**
   * What a row adds to the sum: log loss for classes, the squared error for a number.
   *
   * @param score the probability of yes, the probability of the label's class, or the number
   */
  static double of(Task task, double label, double score) {
    if (task == Task.REGRESSION) {
      return (score - label) * (score - label);
    }
    boolean rest = task == Task.BINARY && label != 1;
    return -Math.log(Math.max(rest ? 1 - score : score, Cells.SMALLEST));
  }

  /** The metric of all rows: log loss or RMSE. */
  static double metric(Task task, double sum, long rows) {
    return task == Task.REGRESSION ? Math.sqrt(sum / rows) : sum / rows;
  }
}
