package io.millrace.bigdl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bigdl.data.Rows;
import io.millrace.bigdl.data.ShardColumns;
import io.millrace.bigdl.data.Shards;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layers that work otherwise in training. */
class TrainingLayersIT {
  private static final int ROWS = 11;

  /** Batch normalisation couples rows, so it has a reference of its own here. */
  @Test
  void batchNormNormalisesOverTheBatchAndMovesItsAverages() {
    Network network = Networks.behind(new Layer.BatchNorm(0.1, 1e-5));
    Map<String, float[]> parameters = Networks.parameters(network, 3);
    Rows rows = Networks.rows(network, ROWS, 2, 5);
    Program program = new Program(network);
    float[] flat = Networks.flat(network, parameters);

    float[] scores = program.forward(rows, flat, 0, true).clone();
    float[] ones = new float[ROWS];
    for (int r = 0; r < ROWS; r++) {
      ones[r] = (float) Math.sin(r);
    }
    float[] gradient = new float[flat.length];
    program.backward(ones, gradient, 0);

    double[] expected = BatchNormReference.scores(parameters, rows, ROWS);
    for (int r = 0; r < ROWS; r++) {
      assertThat((double) scores[r]).isCloseTo(expected[r], within(1e-5));
    }
    BatchNormReference.gradients(parameters, rows, ROWS, ones)
        .forEach(
            (at, slope) ->
                assertThat((double) gradient[at])
                    .describedAs("parameter %d", at)
                    .isCloseTo(slope, within(5e-4 * (1 + Math.abs(slope)))));
    // first.weight [5, 3], first.bias [5], scale [5], shift [5], then mean and variance.
    double[][] moments = BatchNormReference.moments(parameters, rows, ROWS);
    for (int c = 0; c < 5; c++) {
      float mean = parameters.get("tested.mean")[c];
      float variance = parameters.get("tested.variance")[c];
      assertThat((double) gradient[30 + c]).isCloseTo(0.1 * (mean - moments[0][c]), within(1e-5));
      assertThat((double) gradient[35 + c])
          .isCloseTo(0.1 * (variance - moments[1][c]), within(1e-5));
    }
  }

  @Test
  void dropoutDependsOnRowAndEpochAlone() {
    Network network = Networks.behind(new Layer.Dropout(0.4));
    float[] flat = Networks.flat(network, Networks.parameters(network, 3));
    ShardColumns columns = ShardColumns.of(network, "label", "key");
    var shard = Shards.random(columns, 200, 9);
    Rows all = new Rows(3, 0);
    shard.copy(null, 0, 200, 77, all);
    float[] together = new Program(network).forward(all, flat, 0, true).clone();
    Rows part = new Rows(3, 0);
    shard.copy(null, 50, 120, 77, part);
    float[] apart = new Program(network).forward(part, flat, 0, true).clone();
    Rows later = new Rows(3, 0);
    shard.copy(null, 0, 200, 78, later);
    float[] other = new Program(network).forward(later, flat, 0, true).clone();

    for (int r = 50; r < 120; r++) {
      assertThat(apart[r - 50]).isCloseTo(together[r], within(1e-6f * (1 + Math.abs(together[r]))));
    }
    assertThat(other).isNotEqualTo(together);
  }

  @Test
  void dropoutKeepsTheMeanAndItsGradientItsMask() {
    Network network =
        new Network(
            java.util.List.of(new Network.Dense("dense", java.util.List.of("x"))),
            java.util.List.of(
                new Network.Node("first", new Layer.Linear(1, false), java.util.List.of("dense")),
                new Network.Node("output", new Layer.Dropout(0.3), java.util.List.of("first"))),
            "output");
    int count = 20_000;
    Rows rows = new Rows(1, 0);
    Shards.random(ShardColumns.of(network, "label", "key"), count, 4).copy(null, 0, count, 1, rows);
    java.util.Arrays.fill(rows.dense(), 1);
    Program program = new Program(network);

    float[] scores = program.forward(rows, new float[] {1}, 0, true).clone();
    float[] gradient = new float[1];
    program.backward(scores, gradient, 0);

    double sum = 0;
    double squares = 0;
    int dropped = 0;
    for (int r = 0; r < count; r++) {
      sum += scores[r];
      squares += scores[r] * (double) scores[r];
      dropped += scores[r] == 0 ? 1 : 0;
    }
    assertThat(sum / count).isCloseTo(1, within(0.02));
    assertThat(dropped / (double) count).isCloseTo(0.3, within(0.015));
    // The gradient goes through the same numbers that the value went through, with their factor.
    assertThat((double) gradient[0]).isCloseTo(squares, within(squares * 1e-4));
  }
}
