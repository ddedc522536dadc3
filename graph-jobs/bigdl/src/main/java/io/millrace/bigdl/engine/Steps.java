package io.millrace.bigdl.engine;

import io.millrace.bigdl.data.RowRange;
import io.millrace.spec.network.TrainingPlan;
import java.io.Serializable;

/**
 * How the rows of an epoch are shared between steps: every executor cuts its rows into the same
 * number of steps, of sizes that differ by one row at most.
 */
record Steps(long trainRows, long trainScores, int executors, int cores, int perEpoch, long seed)
    implements Serializable {
  static Steps of(TrainingPlan plan) {
    return new Steps(
        plan.trainRows(),
        plan.trainScores(),
        plan.executors(),
        plan.cores(),
        plan.stepsPerEpoch(),
        plan.settings().seed());
  }

  /** Steps that use every row once, with at most {@code batchSize} rows in each. */
  static int perEpoch(long trainRows, int executors, int batchSize) {
    long most = RowRange.begin(trainRows, executors, 1);
    long each = Math.max(1, batchSize / executors);
    return Math.toIntExact(Math.max(1, (most + each - 1) / each));
  }

  /** First row of a step among the rows of an executor. */
  int begin(int partition, int step) {
    return (int) (rowsOf(partition) * step / perEpoch);
  }

  /** Rows of a step on all executors. */
  long rows(int step) {
    long rows = 0;
    for (int p = 0; p < executors; p++) {
      rows += begin(p, step + 1) - begin(p, step);
    }
    return rows;
  }

  /**
   * Scores of a step on all executors, as many for each of its rows as there are in the mean: an
   * executor knows only its own. So each score weighs the same in an epoch, whichever executor has
   * it and however many its row has.
   */
  double scores(int step) {
    return rows(step) * ((double) trainScores / trainRows);
  }

  /** The rows of an epoch as BigDL counts them: what the cores do not divide is left out. */
  long counted(int partition) {
    long counted = 0;
    for (int s = 0; s < perEpoch; s++) {
      int rows = begin(partition, s + 1) - begin(partition, s);
      counted += rows - rows % cores;
    }
    return counted;
  }

  private long rowsOf(int partition) {
    return RowRange.begin(trainRows, executors, partition + 1)
        - RowRange.begin(trainRows, executors, partition);
  }
}
