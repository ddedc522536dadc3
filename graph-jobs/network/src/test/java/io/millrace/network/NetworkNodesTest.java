package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.target.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkNodesTest {
  private static final Predictor.Deep MLP = Networks.predictor(Task.BINARY, Networks.mlp(1), 1, 0);

  @Test
  void theSameNetworkGivesTheSameBytes() {
    Predictor.Deep again =
        new Predictor.Deep(
            Task.BINARY,
            Networks.mlp(1),
            new HashMap<>(Networks.parameters(Networks.mlp(1), 17)),
            1,
            0);
    assertThat(export(again)).isEqualTo(export(MLP));
    Map<String, float[]> other = Networks.parameters(MLP.network(), 18);
    assertThat(export(new Predictor.Deep(Task.BINARY, MLP.network(), other, 1, 0)))
        .isNotEqualTo(export(MLP));
  }

  @Test
  void aFileThatWasReadBackGivesTheSameBytes() {
    Predictor read = PredictorFiles.read(PredictorFiles.network(MLP), PredictorFiles.weights(MLP));
    assertThat(export(read)).isEqualTo(export(MLP));
  }

  @Test
  void nodesOfTheFileAreNamedLikeThoseOfTheNetwork() throws Exception {
    List<String> names = names(export(MLP));
    assertThat(names).doesNotHaveDuplicates();
    List<String> expected =
        MLP.network().nodes().stream()
            .filter(node -> !(node.layer() instanceof Layer.Dropout))
            .map(Node::name)
            .toList();
    assertThat(names.stream().filter(expected::contains)).containsExactlyElementsOf(expected);
  }

  @Test
  void namesThatTheFileNeedsItselfAreNotTaken() throws Exception {
    Layer linear = new Layer.Linear(1, true);
    List<Node> nodes =
        List.of(
            new Node("#0:IsNaN", linear, List.of("numbers")),
            new Node("probability", linear, List.of("#0:IsNaN")));
    Predictor.Deep deep =
        Networks.predictor(Task.BINARY, Networks.network(nodes, "probability"), 1, 0);
    assertThat(names(export(deep)))
        .doesNotHaveDuplicates()
        .contains("probability")
        .anyMatch(name -> name.startsWith("#0:"));
  }

  private static List<String> names(byte[] file) throws Exception {
    return ModelProto.parseFrom(file).getGraph().getNodeList().stream()
        .map(NodeProto::getName)
        .toList();
  }

  @Test
  void onlyColumnsOfTheNetworksInputsAreInputs() {
    Network network =
        new Network(
            List.of(new Network.Dense("x", List.of("ratio")), new Network.Index("flag", 3)),
            List.of(
                new Node("table", new Layer.Embedding(1, Start.ZERO), List.of("flag")),
                new Node("sum", new Layer.Add(), List.of("x", "table"))),
            "sum");
    assertThat(OnnxExporter.inputs(Networks.PLAN, Networks.predictor(Task.BINARY, network, 1, 0)))
        .extracting(column -> column.name())
        .containsExactly("flag", "ratio");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hidden-1.weight | NaN | NaN stands in parameter 'hidden-1.weight' (expected finite numbers)",
        "score.bias | Infinity | Infinity stands in parameter 'score.bias'",
        "embedding-text.table | -Infinity | -Infinity stands in parameter 'embedding-text.table'",
        "hidden-1-norm.variance | -1 | -1.0 stands in parameter 'hidden-1-norm.variance' (expected 0 or more)",
      })
  void parametersMustBeUsable(String parameter, float number, String expected) {
    Map<String, float[]> parameters = Networks.parameters(MLP.network(), 17);
    parameters.get(parameter)[0] = number;
    assertRefused(new Predictor.Deep(Task.BINARY, MLP.network(), parameters, 1, 0), expected);
  }

  @Test
  void scaleAndShiftMustBeFinite() {
    Network network = MLP.network();
    assertRefused(
        Networks.predictor(Task.REGRESSION, network, Double.NaN, 0), "NaN stands in the scale");
    assertRefused(
        Networks.predictor(Task.REGRESSION, network, 1, 1.0 / 0), "Infinity stands in the shift");
  }

  @Test
  void theTaskDecidesTheWidthOfTheOutput() {
    assertRefused(
        Networks.predictor(Task.BINARY, Networks.mlp(2), 1, 0),
        "a Deep predictor gives 2 scores for the task BINARY (expected 1)");
    assertRefused(
        Networks.predictor(Task.MULTICLASS, Networks.mlp(2), 1, 0), "it has the classes []");
  }

  @Test
  void inputsMustBeThoseOfThePlan() {
    assertRefused(
        reading(new Network.Index("flag", 4)), "index 'flag' has the length 4 (expected 3)");
    assertRefused(reading(new Network.Index("ratio", 4)), "takes 'ratio' as INDEX, but the");
    assertRefused(reading(new Network.Index("nothing", 4)), "the predictor reads 'nothing'");
    assertRefused(reading(new Network.Dense("x", List.of("flag"))), "takes 'flag' as DENSE, but");
    assertRefused(reading(new Network.Dense("x", List.of())), "the predictor reads no feature");
    Network network =
        new Network(
            List.of(new Network.Dense("x", List.of("ratio")), new Network.Dense("y", List.of())),
            List.of(new Node("all", new Layer.Concat(), List.of("x", "y"))),
            "all");
    assertRefused(
        Networks.predictor(Task.BINARY, network, 1, 0),
        "input 'y' of the network has no features (expected at least one)");
  }

  private static Predictor.Deep reading(Network.Input input) {
    Layer layer =
        input instanceof Network.Dense
            ? new Layer.Linear(1, true)
            : new Layer.Embedding(1, Start.ZERO);
    List<Node> nodes = List.of(new Node("score", layer, List.of(input.name())));
    return Networks.predictor(Task.BINARY, new Network(List.of(input), nodes, "score"), 1, 0);
  }

  private static void assertRefused(Predictor predictor, String expected) {
    assertThatThrownBy(() -> export(predictor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot export the model: ")
        .hasMessageContaining(expected);
  }

  private static byte[] export(Predictor predictor) {
    return OnnxExporter.export(Networks.PLAN, predictor, List.of(), Map.of());
  }
}
