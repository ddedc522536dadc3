package io.millrace.bigdl.train;

import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.bigdl.data.Rows;
import io.millrace.bigdl.data.Shard;
import io.millrace.bigdl.kernel.LossFunction;
import io.millrace.spec.network.TrainingPlan;
import io.millrace.spec.target.Task;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Sums over rows that a network was not trained on.
 *
 * @param loss weighted as in training
 * @param right rows whose likeliest class is theirs; for regression the squared errors
 */
record Validation(long rows, double loss, double right) implements Serializable {
  static final Validation NONE = new Validation(0, 0, 0);

  Validation plus(Validation other) {
    return new Validation(rows + other.rows, loss + other.loss, right + other.right);
  }

  double meanLoss() {
    return loss / rows;
  }

  /** Accuracy, or the root of the mean squared error in the label's unit. */
  Map<String, Double> metrics(Task task) {
    return task == Task.REGRESSION
        ? Map.of(EpochRecord.ERROR, Math.sqrt(right / rows))
        : Map.of(EpochRecord.ACCURACY, right / rows);
  }

  private static Validation sum(List<Validation> parts) {
    return parts.stream().reduce(NONE, Validation::plus);
  }

  /** Scores a shard on all cores of an executor. */
  static Validation of(TrainingPlan plan, Shard shard, float[] weights) {
    return sum(Scoring.score(plan, shard, weights, () -> use(plan)));
  }

  private static Scoring.Use<Validation> use(TrainingPlan plan) {
    LossFunction loss = new LossFunction(plan);
    return (rows, scores, k) ->
        new Validation(
            rows.count(), loss.sum(scores, k, rows, new float[0]), right(plan, rows, scores, k));
  }

  private static double right(TrainingPlan plan, Rows rows, float[] scores, int k) {
    double right = 0;
    for (int r = 0; r < rows.count(); r++) {
      double label = rows.labels()[r];
      if (plan.task() == Task.REGRESSION) {
        double error = scores[r] * plan.labelScale() + plan.labelShift() - label;
        right += error * error;
      } else if (plan.task() == Task.BINARY) {
        right += scores[r] > 0 == label > 0.5 ? 1 : 0;
      } else {
        int best = 0;
        for (int c = 1; c < k; c++) {
          best = scores[r * k + c] > scores[r * k + best] ? c : best;
        }
        right += best == (int) label ? 1 : 0;
      }
    }
    return right;
  }
}
