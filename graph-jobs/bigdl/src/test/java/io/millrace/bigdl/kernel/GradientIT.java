package io.millrace.bigdl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bigdl.data.Rows;
import io.millrace.network.ReferenceNetwork;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels against the formulas in double precision: values, and gradients by differences. */
class GradientIT {
  private static final int ROWS = 9;
  private static final float STEP = 1f / 1024;

  static Stream<String> networks() {
    return Networks.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void forwardIsTheFormula(String name) {
    Network network = Networks.all().get(name);
    Map<String, float[]> parameters = Networks.parameters(network, 3);
    Rows rows = Networks.rows(network, ROWS, 2, 5);
    Program program = new Program(network);

    float[] scores = program.forward(rows, Networks.flat(network, parameters), 0, false).clone();

    int k = program.outputWidth();
    List<Map<String, Number>> maps = Networks.asMaps(network, rows);
    for (int r = 0; r < ROWS; r++) {
      double[] expected = new ReferenceNetwork(network, parameters).output(maps.get(r));
      for (int c = 0; c < k; c++) {
        assertThat((double) scores[r * k + c]).isCloseTo(expected[c], within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientIsTheSlope(String name) {
    Network network = Networks.all().get(name);
    Map<String, float[]> parameters = Networks.parameters(network, 3);
    Rows rows = Networks.rows(network, ROWS, 2, 5);
    Program program = new Program(network);
    float[] flat = Networks.flat(network, parameters);
    program.forward(rows, flat, 0, true);
    float[] weightOfScores = new float[ROWS * program.outputWidth()];
    for (int i = 0; i < weightOfScores.length; i++) {
      weightOfScores[i] = (float) Math.cos(i + 1);
    }
    float[] gradient = new float[flat.length];

    program.backward(weightOfScores, gradient, 0);

    List<Map<String, Number>> maps = Networks.asMaps(network, rows);
    int next = 0;
    double largest = 0;
    for (Parameter parameter : Shapes.of(network).parameters()) {
      float[] values = parameters.get(parameter.name());
      for (int i = 0; i < values.length; i++) {
        float kept = values[i];
        values[i] = kept + STEP;
        double up = sum(network, parameters, maps, weightOfScores);
        double width = values[i];
        values[i] = kept - STEP;
        double down = sum(network, parameters, maps, weightOfScores);
        width -= values[i];
        values[i] = kept;
        double slope = (up - down) / width;
        assertThat((double) gradient[next])
            .describedAs("%s[%d]", parameter.name(), i)
            .isCloseTo(slope, within(2e-4 * (1 + Math.abs(slope))));
        largest = Math.max(largest, Math.abs(slope));
        next++;
      }
    }
    assertThat(largest).isGreaterThan(0.01);
  }

  private static double sum(
      Network network,
      Map<String, float[]> parameters,
      List<Map<String, Number>> rows,
      float[] weightOfScores) {
    ReferenceNetwork reference = new ReferenceNetwork(network, parameters);
    double sum = 0;
    int i = 0;
    for (Map<String, Number> row : rows) {
      for (double score : reference.output(row)) {
        sum += score * weightOfScores[i++];
      }
    }
    return sum;
  }
}
