package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.target.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PredictorFilesTest {
  private static final FeaturePlan PLAN = Samples.planOfNarrowIndices();

  static Stream<Predictor> predictors() {
    return Stream.of(
        Predictors.linear(PLAN, Task.BINARY, 1, 1),
        Predictors.linear(PLAN, Task.MULTICLASS, 5, 2),
        new Predictor.Linear(
            Task.REGRESSION, List.of(), new double[1][0], List.of(), new double[] {Double.NaN}),
        Predictors.trees(PLAN, Task.BINARY, 10, Samples.rows(200, 3), 4));
  }

  @ParameterizedTest
  @MethodSource("predictors")
  void aPredictorComesBackToTheBit(Predictor predictor) {
    byte[] network = PredictorFiles.network(predictor);
    byte[] weights = PredictorFiles.weights(predictor);
    Predictor read = PredictorFiles.read(network, weights);
    assertThat(read)
        .usingRecursiveComparison()
        .withComparatorForType(Double::compare, Double.class)
        .isEqualTo(predictor);
    assertThat(PredictorFiles.network(read)).isEqualTo(network);
    assertThat(PredictorFiles.weights(read)).isEqualTo(weights);
  }

  @Test
  void networkJsonNamesKindShapesAndNoWeights() {
    Predictor.Table table = new Predictor.Table("route", new double[][] {{0.5}, {7.25}});
    Predictor linear =
        new Predictor.Linear(
            Task.BINARY,
            List.of("distance"),
            new double[][] {{3.5}},
            List.of(table),
            new double[] {9.75});
    assertThat(new String(PredictorFiles.network(linear), StandardCharsets.UTF_8))
        .isEqualToNormalizingWhitespace(
            """
            { "version" : 1, "kind" : "linear", "task" : "binary", "scores" : 1,
              "dense" : [ "distance" ],
              "tables" : [ { "name" : "route", "cardinality" : 2 } ] }
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"version\" : 1 | \"version\" : 2 | it has format version 2 (expected 1 to 1)",
        "\"version\" : 1 | \"other\" : 1 | 'version' is missing",
        "\"linear\" | \"cubic\" | 'kind' is cubic (expected linear, trees or network)",
        "\"binary\" | \"guess\" | 'task' is guess (expected one of [binary, multiclass, regression])",
        "\"scores\" : 1 | \"scores\" : 0 | 'scores' is 0 (expected 1 or more)",
        "\"scores\" : 1 | \"scores\" : 2 | tensor 'bias' is Doubles of shape [1] (expected Doubles of shape [2]",
        "\"amount\" | \"amount\", \"extra\" | tensor 'dense' is Doubles of shape",
        "\"flag_index\" | \"flag_other\" | tensor 'table.flag_other' is missing",
        "\"tables\" | \"tabled\" | 'tables' is missing (expected a list)",
      })
  void filesThatDoNotFitAreRefused(String from, String to, String expected) {
    Predictor predictor = Predictors.linear(PLAN, Task.BINARY, 1, 1);
    byte[] weights = PredictorFiles.weights(predictor);
    String network = new String(PredictorFiles.network(predictor), StandardCharsets.UTF_8);
    assertThat(network).contains(from);
    byte[] changed = network.replace(from, to).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> PredictorFiles.read(changed, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void tensorsThatNothingNamesAreRefused() {
    Predictor predictor = Predictors.linear(PLAN, Task.BINARY, 1, 1);
    List<Tensor> tensors =
        new ArrayList<>(SafeTensors.read(PredictorFiles.weights(predictor)).values());
    tensors.add(new Tensor.Doubles("stray", new long[] {1}, new double[1]));
    byte[] weights = SafeTensors.write(tensors);
    assertThatThrownBy(() -> PredictorFiles.read(PredictorFiles.network(predictor), weights))
        .hasMessageContaining("it holds [stray] (expected only what network.json names)");
  }

  @Test
  void nodeNumbersMustBeWhole() {
    Predictor.Trees trees =
        new Predictor.Trees(Task.BINARY, List.of("x"), List.of(Predictors.leaf(1, 2)), 0);
    List<Tensor> tensors =
        new ArrayList<>(SafeTensors.read(PredictorFiles.weights(trees)).values());
    tensors.removeIf(tensor -> tensor.name().equals("left"));
    tensors.add(new Tensor.Doubles("left", new long[] {1}, new double[] {-0.5}));
    byte[] weights = SafeTensors.write(tensors);
    assertThatThrownBy(() -> PredictorFiles.read(PredictorFiles.network(trees), weights))
        .hasMessageContaining("tensor 'left' holds -0.5 (expected whole numbers)");
  }

  @Test
  void textThatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> PredictorFiles.read(new byte[] {'{'}, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read network.json: it is no JSON (expected one object)");
  }
}
