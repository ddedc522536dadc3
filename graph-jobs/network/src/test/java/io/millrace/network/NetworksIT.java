package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Network;
import io.millrace.spec.table.Column;
import io.millrace.spec.target.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks behind a plan, as one file from raw columns to predictions. */
class NetworksIT {
  private static final int ROWS = 2000;
  private static final double TOLERANCE = 1e-5;
  private static final List<String> CLASSES = List.of("low", "mittel é", "high", "never", "5");
  private static final List<Map<String, Object>> INPUT = Samples.finiteRows(ROWS, 37);
  private static final List<Map<String, Number>> FEATURES =
      INPUT.stream().map(row -> Reference.features(Networks.PLAN, row)).toList();

  static Stream<Arguments> structures() {
    return Stream.of(
        structure("mlp", Networks::mlp),
        structure("wide-and-deep", Networks::wideAndDeep),
        structure("deepfm", Networks::deepFm),
        structure("dlrm", Networks::dlrm),
        structure("dcn-v2", scores -> Networks.dcnV2(scores, 0)),
        structure("dcn-v2 of rank 3", scores -> Networks.dcnV2(scores, 3)));
  }

  private static Arguments structure(String name, IntFunction<Network> ofScores) {
    return Arguments.of(name, ofScores);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void probabilitiesEqualTheReference(String name, IntFunction<Network> structure)
      throws Exception {
    Predictor.Deep deep = Networks.predictor(Task.BINARY, structure.apply(1), 1, 0);
    float[] found = (float[]) run(deep, List.of(), INPUT).get("probability");
    for (int i = 0; i < ROWS; i++) {
      double expected = Predictors.sigmoid(scores(deep, i)[0]);
      assertThat((double) found[i]).isCloseTo(expected, within(TOLERANCE));
    }
    assertSpread(found, 0.2f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void classesEqualTheReference(String name, IntFunction<Network> structure) throws Exception {
    Network network = structure.apply(CLASSES.size());
    Predictor.Deep deep = Networks.predictor(Task.MULTICLASS, network, 1, 0);
    Map<String, Object> outputs = run(deep, CLASSES, INPUT);
    String[] names = (String[]) outputs.get("prediction");
    for (int i = 0; i < ROWS; i++) {
      double[] expected = Predictors.softmax(scores(deep, i));
      for (int k = 0; k < CLASSES.size(); k++) {
        double found = ((float[]) outputs.get("probability_" + k))[i];
        assertThat(found).isCloseTo(expected[k], within(TOLERANCE));
      }
      double best = expected[CLASSES.indexOf(names[i])];
      assertThat(best).isCloseTo(Arrays.stream(expected).max().orElseThrow(), within(TOLERANCE));
    }
    assertThat(Arrays.stream(names).distinct()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void regressionIsScaledAndShifted(String name, IntFunction<Network> structure) throws Exception {
    double scale = 12.5;
    Predictor.Deep deep = Networks.predictor(Task.REGRESSION, structure.apply(1), scale, -300);
    float[] found = (float[]) run(deep, List.of(), INPUT).get("prediction");
    for (int i = 0; i < ROWS; i++) {
      double score = scores(deep, i)[0];
      double rounding = Math.ulp((float) score);
      assertThat((double) found[i]).isCloseTo(score, within(scale * TOLERANCE + rounding));
    }
    assertSpread(found, 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void aRowAloneEqualsTheRowAmongOthers(String name, IntFunction<Network> structure)
      throws Exception {
    Predictor.Deep deep = Networks.predictor(Task.BINARY, structure.apply(1), 1, 0);
    float[] one = (float[]) run(deep, List.of(), INPUT.subList(3, 4)).get("probability");
    assertThat(one).hasSize(1);
    assertThat((double) one[0])
        .isCloseTo(Predictors.sigmoid(scores(deep, 3)[0]), within(TOLERANCE));
    assertThat((float[]) run(deep, List.of(), List.of()).get("probability")).isEmpty();
  }

  @Test
  void missingAndUnseenValuesTakeTheFirstVectorOfTheirTable() throws Exception {
    Predictor.Deep deep = Networks.predictor(Task.BINARY, Networks.mlp(1), 1, 0);
    List<Map<String, Object>> rows = List.of(Map.of(), Map.of("text", "never seen"));
    float[] found = (float[]) run(deep, List.of(), rows).get("probability");
    for (int i = 0; i < rows.size(); i++) {
      Map<String, Number> features = Reference.features(Networks.PLAN, rows.get(i));
      assertThat(features).containsEntry("text", 0L).containsEntry("both", 0L);
      double expected = Predictors.sigmoid(ReferenceNetwork.scores(deep, features)[0]);
      assertThat((double) found[i]).isCloseTo(expected, within(TOLERANCE));
    }
    // Their hashes differ: a missing text has index 0, an unseen one has its own.
    assertThat(found[0]).isNotEqualTo(found[1]);
  }

  private static void assertSpread(float[] values, float atLeast) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    assertThat(sorted[sorted.length - 1] - sorted[0]).isGreaterThan(atLeast);
  }

  private static double[] scores(Predictor predictor, int row) {
    return Reference.scores(predictor, FEATURES.get(row));
  }

  private static Map<String, Object> run(
      Predictor predictor, List<String> classes, List<Map<String, Object>> rows) throws Exception {
    List<Column> columns = OnnxExporter.inputs(Networks.PLAN, predictor);
    byte[] bytes = OnnxExporter.export(Networks.PLAN, predictor, classes, Map.of());
    try (OnnxFile file = new OnnxFile(bytes, !rows.isEmpty())) {
      return file.run(columns, rows);
    }
  }
}
