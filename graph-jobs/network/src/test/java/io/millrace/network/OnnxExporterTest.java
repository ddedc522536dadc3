package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.Task;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OnnxExporterTest {
  private static final FeaturePlan PLAN = Samples.plan();

  @Test
  void theSameModelGivesTheSameBytes() {
    byte[] first = export(Predictors.linear(PLAN, Task.BINARY, 1, 1));
    byte[] again = export(Predictors.linear(Samples.plan(), Task.BINARY, 1, 1));
    assertThat(again).isEqualTo(first);
    assertThat(export(Predictors.linear(PLAN, Task.BINARY, 1, 2))).isNotEqualTo(first);
  }

  @Test
  void metadataAreWrittenInTheOrderOfTheirKeys() {
    Predictor linear = Predictors.linear(PLAN, Task.BINARY, 1, 1);
    Map<String, String> one = new LinkedHashMap<>();
    one.put("b", "1");
    one.put("a", "2");
    assertThat(OnnxExporter.export(PLAN, linear, List.of(), one))
        .isEqualTo(OnnxExporter.export(PLAN, linear, List.of(), Map.of("a", "2", "b", "1")));
  }

  @Test
  void onlyColumnsThatThePredictorNeedsAreInputs() {
    Predictor trees =
        new Predictor.Trees(
            Task.BINARY, List.of("amount_log", "of_cross"), List.of(Predictors.leaf(1, 1)), 0);
    // of_cross combines dense (text, time) and flag_index.
    assertThat(OnnxExporter.inputs(PLAN, trees))
        .extracting(Column::name)
        .containsExactly("text", "flag", "amount", "time");
  }

  @Test
  void constantsBeyondOneFileAreRefused() {
    // The rows are one array, so that the test needs no memory of that size.
    double[][] rows = new double[300_000][];
    Arrays.fill(rows, new double[1000]);
    assertRefused(
        () -> Tensors.matrix(rows),
        "Cannot write the model as one ONNX file: its constants take 2400000000 bytes or more");
  }

  @Test
  void fittedNumbersMustBeFinite() {
    assertNumericRefused(new Transform.Numeric("x", "n", false, 0, 0, 0), "its scale is 0.0");
    assertNumericRefused(
        new Transform.Numeric("x", "n", false, 0, Double.NaN, 1), "its mean is NaN");
    assertNumericRefused(
        new Transform.Numeric("x", "n", false, 1.0 / 0, 0, 1), "its imputed value is Infinity");
  }

  private static void assertNumericRefused(Transform transform, String expected) {
    assertRefused(
        () -> OnnxExporter.export(plan(transform), leaf("x"), List.of(), Map.of()),
        "Cannot export feature 'x': " + expected);
  }

  @Test
  void namesOfOutputsAreNoColumns() {
    FeaturePlan plan =
        new FeaturePlan(
            1,
            List.of(new Column("probability", ColumnType.DOUBLE)),
            List.of(new Transform.Numeric("x", "probability", false, 0, 0, 1)));
    assertRefused(
        () -> OnnxExporter.export(plan, leaf("x"), List.of(), Map.of()),
        "column 'probability' has the name of an output of the file");
  }

  @Test
  void featuresThatThePlanDoesNotGiveAreNamed() {
    assertRefused(() -> export(leaf("nothing")), "the predictor reads 'nothing'");
    FeaturePlan plan =
        plan(new Transform.Cross("x", List.of("a", "b"), List.of(2, 2), List.of(), null));
    assertRefused(
        () -> OnnxExporter.inputs(plan, leaf("x")), "feature 'x' reads 'a', which is no output");
  }

  @Test
  void aCrossNeedsIndicesOfItsCardinalities() {
    Transform index = new Transform.Index("i", "s", List.of("a"));
    Transform cross = new Transform.Cross("x", List.of("i", "i"), List.of(2, 3), List.of(1L), null);
    assertRefused(
        () -> OnnxExporter.export(plan(index, cross), leaf("x"), List.of(), Map.of()),
        "Cannot export feature 'x': it combines FeatureOutput[name=i, kind=INDEX, cardinality=2]");
    assertRefused(
        () -> OnnxExporter.export(plan(cross, index), leaf("x"), List.of(), Map.of()),
        "'i', which does not stand before it in the plan");
  }

  @Test
  void aFeatureNeedsAColumnOfItsType() {
    assertRefused(
        () ->
            OnnxExporter.export(
                plan(new Transform.Part("p", "s", DatePart.HOUR)), leaf("p"), List.of(), Map.of()),
        "Cannot export feature 'p': column 's' has type string (expected timestamp or date)");
  }

  @Test
  void vocabulariesHoldEachValueOnceAndNumbersExactly() {
    assertVocabularyRefused("s", "'a' twice", "a", "b", "a");
    assertVocabularyRefused("n", "'07' twice", "7", "07");
    assertVocabularyRefused("n", "'x' (expected whole numbers", "x");
    assertVocabularyRefused("n", "9007199254740992 (expected less than 2^53", "9007199254740992");
    assertVocabularyRefused("n", "expected less than 2^53", "-9223372036854775808");
  }

  private static void assertVocabularyRefused(String column, String expected, String... words) {
    FeaturePlan plan = plan(new Transform.Index("i", column, List.of(words)));
    assertRefused(() -> OnnxExporter.export(plan, leaf("i"), List.of(), Map.of()), expected);
  }

  @Test
  void weightsMustFitAndBeFinite() {
    FeaturePlan plan = plan(new Transform.Index("i", "s", List.of("a")));
    double[][] three = new double[3][1];
    double[][] nan = {{1}, {Double.NaN}};
    double[][] wide = {{1}, {1, 2}};
    assertLinearRefused(plan, three, "the table of 'i' has the length 3 (expected 2)");
    assertLinearRefused(plan, nan, "NaN stands in the table of 'i' (expected finite numbers)");
    assertLinearRefused(plan, wide, "a row of the table of 'i' has the length 2 (expected 1)");
    Predictor dense =
        new Predictor.Linear(
            Task.BINARY, List.of("i"), new double[][] {{1}}, List.of(), new double[] {0});
    assertRefused(
        () -> OnnxExporter.export(plan, dense, List.of(), Map.of()),
        "it takes 'i' as DENSE, but the feature plan gives it as INDEX");
  }

  private static void assertLinearRefused(FeaturePlan plan, double[][] table, String expected) {
    Predictor linear = linear(Task.BINARY, 1, new Predictor.Table("i", table));
    assertRefused(() -> OnnxExporter.export(plan, linear, List.of(), Map.of()), expected);
  }

  @Test
  void theTaskDecidesTheNumberOfScores() {
    Predictor two = Predictors.linear(PLAN, Task.BINARY, 2, 1);
    assertRefused(() -> export(two), "gives 2 scores for the task BINARY (expected 1)");
    Predictor three = Predictors.linear(PLAN, Task.MULTICLASS, 3, 1);
    assertRefused(() -> export(three), "it has the classes [] (expected at least two)");
    assertRefused(
        () -> OnnxExporter.export(PLAN, three, List.of("a", "b"), Map.of()),
        "gives 3 scores for the task MULTICLASS (expected 2)");
  }

  @Test
  void aPredictorReadsAtLeastOneFeature() {
    assertRefused(
        () -> export(linear(Task.BINARY, 1)),
        "the predictor reads no feature (expected at least one)");
  }

  @Test
  void treesMustBeTrees() {
    assertTreeRefused("it has no trees");
    assertTreeRefused("node 1 of tree 0 has two ways", tree(new int[] {1, 1}, new int[] {1, 1}));
    assertTreeRefused("node 0 of tree 0 has two ways", tree(new int[] {0}, new int[] {0}));
    assertTreeRefused("node 5 of tree 0 has no place", tree(new int[] {5}, new int[] {0}));
    assertTreeRefused("node 1 of tree 0 has no way", tree(new int[] {-1, -1}, new int[] {-1, -1}));
    assertTreeRefused("Infinity stands in the leaves of tree 0", Predictors.leaf(1, 1.0 / 0));
    assertTreeRefused(
        "node 0 of tree 0 has input 3 of 1",
        new Predictor.Tree(
            1,
            new int[] {3, 0, 0},
            new double[3],
            new int[] {1, -1, -1},
            new int[] {2, -1, -1},
            new double[3]));
  }

  private static Predictor.Tree tree(int[] left, int[] right) {
    int nodes = left.length;
    return new Predictor.Tree(1, new int[nodes], new double[nodes], left, right, new double[nodes]);
  }

  private static void assertTreeRefused(String expected, Predictor.Tree... trees) {
    Predictor predictor = new Predictor.Trees(Task.BINARY, List.of("amount"), List.of(trees), 0);
    assertRefused(() -> export(predictor), expected);
  }

  private static Predictor linear(Task task, int width, Predictor.Table... tables) {
    return new Predictor.Linear(
        task, List.of(), new double[width][0], List.of(tables), new double[width]);
  }

  private static Predictor leaf(String input) {
    return new Predictor.Trees(Task.BINARY, List.of(input), List.of(Predictors.leaf(1, 1)), 0);
  }

  private static FeaturePlan plan(Transform... transforms) {
    return new FeaturePlan(
        1,
        List.of(new Column("s", ColumnType.STRING), new Column("n", ColumnType.LONG)),
        List.of(transforms));
  }

  private static byte[] export(Predictor predictor) {
    return OnnxExporter.export(PLAN, predictor, List.of(), Map.of());
  }

  private static void assertRefused(ThrowingCallable call, String expected) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }
}
