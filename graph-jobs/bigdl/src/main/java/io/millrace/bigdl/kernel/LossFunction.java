package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Rows;
import io.millrace.spec.network.Loss;
import io.millrace.spec.network.TrainingPlan;
import io.millrace.spec.target.Task;

/** The loss of scores [rows, K] and its gradient. */
public final class LossFunction {
  private final Loss loss;
  private final Task task;
  private final double[] weights;
  private final double scale;
  private final double shift;

  public LossFunction(TrainingPlan plan) {
    this.loss = plan.settings().loss();
    this.task = plan.task();
    this.weights = plan.classWeights().stream().mapToDouble(Double::doubleValue).toArray();
    this.scale = plan.labelScale();
    this.shift = plan.labelShift();
  }

  /**
   * The sum of the rows' losses, each times its weight.
   *
   * @param gradient of this sum divided by {@link Rows#share()}, [rows, k]; empty for none
   */
  public double sum(float[] scores, int k, Rows rows, float[] gradient) {
    double sum = 0;
    double[] slope = new double[k];
    for (int r = 0; r < rows.count(); r++) {
      float label = rows.labels()[r];
      double weight = weights.length == 0 ? 1 : weights[(int) label];
      sum += weight * row(scores, r * k, k, label, slope);
      if (gradient.length > 0) {
        for (int c = 0; c < k; c++) {
          gradient[r * k + c] = (float) (weight * slope[c] / rows.share());
        }
      }
    }
    return sum;
  }

  private double row(float[] scores, int at, int k, float label, double[] slope) {
    if (loss instanceof Loss.CrossEntropy entropy) {
      return task == Task.BINARY
          ? binary(scores[at], label, entropy.smoothing(), slope)
          : classes(scores, at, k, (int) label, entropy.smoothing(), slope);
    }
    double error = scores[at] - (label - shift) / scale;
    if (loss instanceof Loss.Huber huber) {
      boolean inside = Math.abs(error) <= huber.delta();
      slope[0] = inside ? error : huber.delta() * Math.signum(error);
      return inside ? error * error / 2 : huber.delta() * (Math.abs(error) - huber.delta() / 2);
    }
    slope[0] = 2 * error;
    return error * error;
  }

  private static double binary(double z, double label, double smoothing, double[] slope) {
    double y = label * (1 - smoothing) + smoothing / 2;
    double e = Math.exp(-Math.abs(z));
    double sigmoid = z >= 0 ? 1 / (1 + e) : e / (1 + e);
    slope[0] = sigmoid - y;
    // log(1 + exp(z)) - y z, without overflow.
    return Math.max(z, 0) - y * z + Math.log1p(e);
  }

  private static double classes(
      float[] scores, int at, int k, int label, double smoothing, double[] slope) {
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < k; c++) {
      most = Math.max(most, scores[at + c]);
    }
    double sum = 0;
    for (int c = 0; c < k; c++) {
      slope[c] = Math.exp(scores[at + c] - most);
      sum += slope[c];
    }
    double logSum = Math.log(sum) + most;
    double value = 0;
    for (int c = 0; c < k; c++) {
      double y = (c == label ? 1 - smoothing : 0) + smoothing / k;
      value += y * (logSum - scores[at + c]);
      slope[c] = slope[c] / sum - y;
    }
    return value;
  }
}
