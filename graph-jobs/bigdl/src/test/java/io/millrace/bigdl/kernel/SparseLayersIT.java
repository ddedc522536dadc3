package io.millrace.bigdl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bigdl.data.Rows;
import io.millrace.sampling.SparseRows;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of a table given by their numbers that are not 0, and given by all. */
class SparseLayersIT {
  private static final int ROWS = 8;
  private static final int OUT = 5;
  private static final float TOLERANCE = 1e-5f;

  /** Of 6 columns the batch has more numbers than columns, of 60 fewer. */
  @ParameterizedTest
  @ValueSource(ints = {6, 60})
  void dropoutAndProductAreThoseOfTheWholeMatrix(int width) {
    Rows sparse = new Rows(0, 0, 1);
    Rows dense = new Rows(width, 0);
    fill(sparse, dense, width);
    Program ofSparse = new Program(network(new Network.Sparse("x", width)));
    Program ofDense =
        new Program(
            network(
                new Network.Dense("x", IntStream.range(0, width).mapToObj(c -> "c" + c).toList())));
    float[] weights = random(ofDense.parameters(), 2);
    float[] slopes = random(ROWS * OUT, 3);

    for (boolean training : new boolean[] {false, true}) {
      float[] scores = ofSparse.forward(sparse, weights, 0, training);
      assertThat(Arrays.copyOf(scores, ROWS * OUT))
          .containsExactly(ofDense.forward(dense, weights, 0, training), within(TOLERANCE));
    }
    float[] gradient = new float[weights.length];
    float[] expected = new float[weights.length];
    ofSparse.backward(slopes, gradient, 0);
    ofDense.backward(slopes, expected, 0);
    assertThat(gradient).containsExactly(expected, within(TOLERANCE));
    assertThat(Arrays.stream(toDoubles(gradient)).filter(g -> g != 0).count()).isGreaterThan(20);
  }

  private static Network network(Network.Input input) {
    return new Network(
        List.of(input),
        List.of(
            GraphNetworks.node("dropout", new Layer.Dropout(0.4), "x"),
            GraphNetworks.node("output", new Layer.Linear(OUT, true), "dropout")),
        "output");
  }

  /** Five numbers in each row but the first. */
  private static void fill(Rows sparse, Rows dense, int width) {
    SplittableRandom random = new SplittableRandom(4);
    sparse.resize(ROWS);
    dense.resize(ROWS);
    SparseRows room = sparse.sparse(0, 5 * (ROWS - 1));
    for (int r = 0; r < ROWS; r++) {
      sparse.seeds()[r] = 31L * r;
      dense.seeds()[r] = 31L * r;
      room.begins()[r + 1] = 5 * r;
      for (int k = 0; k < 5 && r > 0; k++) {
        int column = k * (width / 5);
        float value = (float) (random.nextDouble() - 0.5);
        room.columns()[5 * (r - 1) + k] = column;
        room.values()[5 * (r - 1) + k] = value;
        dense.dense()[r * width + column] = value;
      }
    }
  }

  private static float[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble() * 2 - 1);
    }
    return values;
  }

  private static double[] toDoubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
