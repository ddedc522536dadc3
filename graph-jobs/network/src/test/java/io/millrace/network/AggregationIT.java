package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sums and maxima of many messages to the same nodes, by two threads, again and again. Operators
 * that let threads meet in one row give other numbers in most of such runs, and right ones for
 * small graphs.
 */
class AggregationIT {
  private static final int NODES = 1000;
  private static final int EDGES = 40_000;
  private static final int WIDTH = 32;
  private static final int REPEATS = 20;

  /** Beside sums of up to some hundreds, which floats give to 7 digits. */
  private static final double TOLERANCE = 1e-5;

  private static final FeaturePlan PLAN =
      new FeaturePlan(
          FeaturePlan.VERSION,
          names().stream().map(name -> new Column(name, ColumnType.DOUBLE)).toList(),
          names().stream()
              .<Transform>map(name -> new Transform.Numeric(name, name, false, 0, 0, 1))
              .toList());

  private enum Kind {
    SUM,
    MEAN,
    MAX
  }

  private final Random random = new Random(83);
  private final float[][] x = new float[NODES][WIDTH];
  private final long[] sources = random.longs(EDGES, 0, NODES).toArray();

  /** The lower a node, the more edges lead to it. */
  private final long[] targets =
      random.doubles(EDGES).mapToLong(u -> (long) (NODES * u * u)).toArray();

  @ParameterizedTest
  @EnumSource
  void twoThreadsGiveWhatOneGives(Kind kind) throws Exception {
    for (float[] row : x) {
      for (int c = 0; c < WIDTH; c++) {
        row[c] = random.nextFloat();
      }
    }
    double[][] expected = expected(kind);
    byte[] bytes = OnnxExporter.exportScores(PLAN, aggregation(kind), false);
    Map<String, Object> tensors = Map.of("edge_index", new long[][] {sources, targets});
    try (OnnxFile file = new OnnxFile(bytes)) {
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        assertEqual(file.run(PLAN.inputs(), rows(), tensors), expected);
      }
    }
  }

  private static void assertEqual(Map<String, Object> found, double[][] expected) {
    for (int c = 0; c < WIDTH; c++) {
      double[] column = (double[]) found.get("score " + c);
      assertThat(column).hasSize(NODES);
      for (int i = 0; i < NODES; i++) {
        double allowed = TOLERANCE * Math.max(1, expected[i][c]);
        assertThat(column[i]).as("node " + i).isCloseTo(expected[i][c], within(allowed));
      }
    }
  }

  /** {@code x_i + sum_j x_j}, and mean and maximum of the neighbours alone. */
  private double[][] expected(Kind kind) {
    double[][] result = new double[NODES][WIDTH];
    int[] counts = new int[NODES];
    for (int e = 0; e < EDGES; e++) {
      int target = (int) targets[e];
      counts[target]++;
      for (int c = 0; c < WIDTH; c++) {
        double message = x[(int) sources[e]][c];
        double before = result[target][c];
        result[target][c] = kind == Kind.MAX ? Math.max(before, message) : before + message;
      }
    }
    for (int i = 0; i < NODES; i++) {
      for (int c = 0; c < WIDTH; c++) {
        if (kind == Kind.SUM) {
          result[i][c] += x[i][c];
        } else if (kind == Kind.MEAN) {
          result[i][c] /= Math.max(counts[i], 1);
        }
      }
    }
    return result;
  }

  /** A layer whose matrices leave the aggregate as it is. */
  private static Predictor.Deep aggregation(Kind kind) {
    GraphLayer layer =
        switch (kind) {
          case SUM -> new GraphLayer.GinConv(false);
          case MEAN -> new GraphLayer.SageConv(WIDTH, Aggregator.MEAN);
          case MAX -> new GraphLayer.SageConv(WIDTH, Aggregator.MAX);
        };
    Network network =
        new Network(
            List.of(new Network.Dense("x", names())),
            List.of(
                new Node("layer", layer, List.of("x")),
                new Node("all", new GraphLayer.Targets(), List.of("layer"))),
            "all");
    Map<String, float[]> parameters = new HashMap<>();
    for (Parameter parameter : Shapes.of(network).parameters()) {
      float[] values = new float[parameter.size()];
      boolean identity =
          parameter.name().equals("layer.neighbour") || parameter.name().equals("layer.pool");
      if (identity) {
        IntStream.range(0, WIDTH).forEach(c -> values[c * WIDTH + c] = 1);
      }
      parameters.put(parameter.name(), values);
    }
    return new Predictor.Deep(Task.REGRESSION, network, parameters, 1, 0);
  }

  private List<Map<String, Object>> rows() {
    return Arrays.stream(x)
        .map(
            row -> {
              Map<String, Object> columns = new HashMap<>();
              IntStream.range(0, WIDTH).forEach(c -> columns.put("c" + c, (double) row[c]));
              return columns;
            })
        .toList();
  }

  private static List<String> names() {
    return IntStream.range(0, WIDTH).mapToObj(c -> "c" + c).toList();
  }
}
