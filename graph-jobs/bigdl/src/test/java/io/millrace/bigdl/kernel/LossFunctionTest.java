package io.millrace.bigdl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bigdl.data.Rows;
import io.millrace.spec.network.Loss;
import io.millrace.spec.target.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossFunctionTest {
  @Test
  void binaryIsCrossEntropyOfSmoothedLabels() {
    Rows rows = rows(1, 0, 1);
    float[] scores = {0.7f, -1.3f, -40f};
    LossFunction loss = loss(Task.BINARY, new Loss.CrossEntropy(0.2), List.of(1.0, 3.0), 1, 0);

    double sum = loss.sum(scores, 1, rows, new float[0]);

    double expected =
        3 * entropy(0.9, sigmoid(0.7)) + entropy(0.1, sigmoid(-1.3)) + 3 * (0.9 * 40 + 0);
    assertThat(sum).isCloseTo(expected, within(1e-5));
    slopes(loss, scores, 1, rows);
  }

  @Test
  void classesAreCrossEntropyOfSoftmax() {
    Rows rows = rows(2, 0);
    float[] scores = {0.5f, -1f, 2f, 1f, 1f, -3f};
    LossFunction loss = loss(Task.MULTICLASS, new Loss.CrossEntropy(0), List.of(), 1, 0);

    double sum = loss.sum(scores, 3, rows, new float[0]);

    double expected =
        -Math.log(Math.exp(2) / (Math.exp(0.5) + Math.exp(-1) + Math.exp(2)))
            - Math.log(Math.exp(1) / (2 * Math.exp(1) + Math.exp(-3)));
    assertThat(sum).isCloseTo(expected, within(1e-6));
    slopes(loss, scores, 3, rows);
    slopes(
        loss(Task.MULTICLASS, new Loss.CrossEntropy(0.3), List.of(1.0, 2.0, 0.5), 1, 0),
        scores,
        3,
        rows);
  }

  @Test
  void regressionCountsStandardDeviations() {
    Rows rows = rows(10, 30);
    float[] scores = {0.25f, 0.5f};
    LossFunction squared = loss(Task.REGRESSION, new Loss.SquaredError(), List.of(), 5, 8);

    assertThat(squared.sum(scores, 1, rows, new float[0]))
        .isCloseTo(Math.pow(0.25 - 0.4, 2) + Math.pow(0.5 - 4.4, 2), within(1e-6));
    slopes(squared, scores, 1, rows);

    LossFunction huber = loss(Task.REGRESSION, new Loss.Huber(1), List.of(), 5, 8);
    assertThat(huber.sum(scores, 1, rows, new float[0]))
        .isCloseTo(0.15 * 0.15 / 2 + (3.9 - 0.5), within(1e-6));
    slopes(huber, scores, 1, rows);
  }

  private static void slopes(LossFunction loss, float[] scores, int k, Rows rows) {
    float[] gradient = new float[scores.length];
    loss.sum(scores, k, rows, gradient);
    for (int i = 0; i < scores.length; i++) {
      float[] moved = scores.clone();
      moved[i] += 1e-3f;
      double up = loss.sum(moved, k, rows, new float[0]);
      double width = moved[i];
      moved[i] = scores[i] - 1e-3f;
      width -= moved[i];
      double down = loss.sum(moved, k, rows, new float[0]);
      assertThat((double) gradient[i]).isCloseTo((up - down) / width / rows.share(), within(1e-3));
    }
  }

  private static LossFunction loss(
      Task task, Loss loss, List<Double> weights, double scale, double shift) {
    return new LossFunction(TestPlans.plan(task, loss, weights, scale, shift));
  }

  private static Rows rows(float... labels) {
    Rows rows = new Rows(0, 0);
    rows.resize(labels.length);
    System.arraycopy(labels, 0, rows.labels(), 0, labels.length);
    rows.share(2);
    return rows;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double entropy(double y, double p) {
    return -y * Math.log(p) - (1 - y) * Math.log(1 - p);
  }
}
