package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.table.Column;
import io.millrace.spec.target.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PredictorNodesIT {
  private static final int ROWS = 10_000;
  private static final double TOLERANCE = 1e-6;

  private static final FeaturePlan PLAN = Samples.plan();
  private static final List<Map<String, Object>> INPUT = Samples.finiteRows(ROWS, 23);
  private static final List<Map<String, Number>> FEATURES =
      INPUT.stream().map(row -> Reference.features(PLAN, row)).toList();

  @Test
  void binaryProbabilitiesEqualTheReference() throws Exception {
    Predictor.Linear linear = Predictors.linear(PLAN, Task.BINARY, 1, 3);
    float[] found = (float[]) run(linear, List.of()).get("probability");
    for (int i = 0; i < ROWS; i++) {
      double expected = Predictors.sigmoid(scores(linear, i)[0]);
      assertThat((double) found[i]).isCloseTo(expected, within(TOLERANCE));
    }
    spread(found);
  }

  @Test
  void classesAndTheirProbabilitiesEqualTheReference() throws Exception {
    List<String> classes = List.of("low", "mittel é", "high", "never");
    Predictor.Linear linear = Predictors.linear(PLAN, Task.MULTICLASS, 4, 4);
    Map<String, Object> outputs = run(linear, classes);
    String[] names = (String[]) outputs.get("prediction");
    for (int i = 0; i < ROWS; i++) {
      double[] expected = Predictors.softmax(scores(linear, i));
      for (int k = 0; k < classes.size(); k++) {
        double found = ((float[]) outputs.get("probability_" + k))[i];
        assertThat(found).isCloseTo(expected[k], within(TOLERANCE));
      }
      assertThat(names[i]).isEqualTo(classes.get(Predictors.largest(expected)));
    }
    assertThat(Arrays.stream(names).distinct()).hasSizeGreaterThan(2);
  }

  @Test
  void regressionIsTheScoreToAFloat() throws Exception {
    Predictor.Linear linear = Predictors.linear(PLAN, Task.REGRESSION, 1, 5);
    float[] found = (float[]) run(linear, List.of()).get("prediction");
    for (int i = 0; i < ROWS; i++) {
      double score = scores(linear, i)[0];
      assertThat((double) found[i]).isCloseTo(score, within((double) Math.ulp((float) score)));
    }
  }

  @Test
  void denseOrIndexFeaturesAloneAreEnough() throws Exception {
    Predictor.Linear both = Predictors.linear(PLAN, Task.BINARY, 1, 6);
    Predictor.Linear dense =
        new Predictor.Linear(
            Task.BINARY, both.denseNames(), both.dense(), List.of(), new double[] {0.25});
    Predictor.Linear indices =
        new Predictor.Linear(
            Task.BINARY, List.of(), new double[1][0], both.tables().subList(0, 1), both.bias());
    for (Predictor.Linear linear : List.of(dense, indices)) {
      float[] found = (float[]) run(linear, List.of()).get("probability");
      for (int i = 0; i < ROWS; i++) {
        double expected = Predictors.sigmoid(scores(linear, i)[0]);
        assertThat((double) found[i]).isCloseTo(expected, within(TOLERANCE));
      }
    }
  }

  @Test
  void treesGoTheSameWayAsTheReference() throws Exception {
    Predictor.Trees trees = Predictors.trees(PLAN, Task.REGRESSION, 40, INPUT, 7);
    float[] found = (float[]) run(trees, List.of()).get("prediction");
    for (int i = 0; i < ROWS; i++) {
      double score = scores(trees, i)[0];
      assertThat((double) found[i]).isCloseTo(score, within((double) Math.ulp((float) score)));
    }
    Predictor.Trees binary =
        new Predictor.Trees(Task.BINARY, trees.inputs(), trees.trees(), trees.bias());
    float[] probabilities = (float[]) run(binary, List.of()).get("probability");
    for (int i = 0; i < ROWS; i++) {
      double expected = Predictors.sigmoid(scores(binary, i)[0]);
      assertThat((double) probabilities[i]).isCloseTo(expected, within(TOLERANCE));
    }
  }

  @Test
  void treesOfOneLeafGiveTheirLeaf() throws Exception {
    Predictor.Tree leaf = Predictors.leaf(0.5, 3);
    Predictor.Trees trees =
        new Predictor.Trees(Task.REGRESSION, List.of("amount"), List.of(leaf, leaf), 0.25);
    float[] found = (float[]) run(trees, List.of()).get("prediction");
    assertThat(found).hasSize(ROWS).containsOnly(3.25f);
  }

  @Test
  void metadataStandInTheFile() throws Exception {
    Predictor.Linear linear = Predictors.linear(PLAN, Task.BINARY, 1, 3);
    Map<String, String> metadata = Map.of("b", "2", "a", "Grüße");
    try (OnnxFile file = new OnnxFile(OnnxExporter.export(PLAN, linear, List.of(), metadata))) {
      assertThat(file.metadata()).isEqualTo(metadata);
    }
  }

  @Test
  void noRowsGiveNoPredictions() throws Exception {
    Predictor.Linear linear = Predictors.linear(PLAN, Task.BINARY, 1, 3);
    List<Column> columns = OnnxExporter.inputs(PLAN, linear);
    byte[] bytes = OnnxExporter.export(PLAN, linear, List.of(), Map.of());
    try (OnnxFile file = new OnnxFile(bytes, false)) {
      assertThat((float[]) file.run(columns, List.of()).get("probability")).isEmpty();
    }
  }

  private static void spread(float[] probabilities) {
    float[] sorted = probabilities.clone();
    Arrays.sort(sorted);
    assertThat(sorted[0]).isLessThan(0.1f);
    assertThat(sorted[sorted.length - 1]).isGreaterThan(0.9f);
  }

  private double[] scores(Predictor predictor, int row) {
    return Reference.scores(predictor, FEATURES.get(row));
  }

  private Map<String, Object> run(Predictor predictor, List<String> classes) throws Exception {
    List<Column> columns = OnnxExporter.inputs(PLAN, predictor);
    byte[] bytes = OnnxExporter.export(PLAN, predictor, classes, Map.of());
    try (OnnxFile file = new OnnxFile(bytes)) {
      assertThat(file.inputs())
          .containsExactlyInAnyOrderElementsOf(columns.stream().map(Column::name).toList());
      return file.run(columns, INPUT);
    }
  }
}
