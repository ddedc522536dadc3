package io.millrace.bigdl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bigdl.data.Rows;
import io.millrace.network.ReferenceGraph;
import io.millrace.sampling.Example;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels over graphs against the formulas in double precision: values, and gradients. */
class GraphGradientIT {
  /** Small, so that few steps cross a corner of relu or of a maximum. */
  private static final float STEP = 1f / 16384;

  private static final double TOLERANCE = 1e-4;

  static Stream<Arguments> cases() {
    return GraphNetworks.all().keySet().stream()
        .flatMap(
            name -> Arrays.stream(GraphBatches.Edges.values()).map(e -> Arguments.of(name, e)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void forwardIsTheFormula(String name, GraphBatches.Edges edges) {
    Network network = GraphNetworks.all().get(name);
    Map<String, float[]> parameters = Networks.parameters(network, 3);
    Example example = GraphBatches.example(network, edges, 5);
    Program program = new Program(network);

    float[] scores =
        program.forward(
            GraphBatches.rows(network, example), Networks.flat(network, parameters), 0, false);

    double[] expected = flat(new ReferenceGraph(network, parameters).output(example));
    assertThat(expected).hasSize(example.labels().length * program.outputWidth());
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) scores[i])
          .describedAs("score %d", i)
          .isCloseTo(expected[i], within(1e-5 * (1 + Math.abs(expected[i]))));
    }
  }

  /** Every parameter; errors are measured by the largest slope of the network's parameters. */
  @ParameterizedTest
  @MethodSource("cases")
  void gradientIsTheSlope(String name, GraphBatches.Edges edges) {
    Network network = GraphNetworks.all().get(name);
    Map<String, float[]> parameters = Networks.parameters(network, 3);
    Example example = GraphBatches.example(network, edges, 5);
    Program program = new Program(network);
    float[] flat = Networks.flat(network, parameters);
    Rows rows = GraphBatches.rows(network, example);
    program.forward(rows, flat, 0, true);
    float[] weightOfScores = new float[rows.count() * program.outputWidth()];
    for (int i = 0; i < weightOfScores.length; i++) {
      weightOfScores[i] = (float) Math.cos(i + 1);
    }
    float[] gradient = new float[flat.length];

    program.backward(weightOfScores, gradient, 0);

    double[] slopes = slopes(network, parameters, example, weightOfScores);
    double largest = Arrays.stream(slopes).map(Math::abs).max().orElseThrow();
    assertThat(largest).isGreaterThan(0.01);
    int next = 0;
    for (Parameter parameter : Shapes.of(network).parameters()) {
      for (int i = 0; i < parameter.size(); i++, next++) {
        double scale = Math.abs(slopes[next]) + 0.1 * largest;
        assertThat((double) gradient[next])
            .describedAs("%s[%d]", parameter.name(), i)
            .isCloseTo(slopes[next], within(TOLERANCE * scale));
      }
    }
  }

  private static double[] slopes(
      Network network, Map<String, float[]> parameters, Example example, float[] weightOfScores) {
    return Shapes.of(network).parameters().stream()
        .flatMapToDouble(
            parameter -> {
              float[] values = parameters.get(parameter.name());
              double[] own = new double[values.length];
              for (int i = 0; i < values.length; i++) {
                float kept = values[i];
                values[i] = kept + STEP;
                double width = values[i];
                double up = sum(network, parameters, example, weightOfScores);
                values[i] = kept - STEP;
                width -= values[i];
                double down = sum(network, parameters, example, weightOfScores);
                values[i] = kept;
                own[i] = (up - down) / width;
              }
              return Arrays.stream(own);
            })
        .toArray();
  }

  private static double sum(
      Network network, Map<String, float[]> parameters, Example example, float[] weightOfScores) {
    double[] scores = flat(new ReferenceGraph(network, parameters).output(example));
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += scores[i] * weightOfScores[i];
    }
    return sum;
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
