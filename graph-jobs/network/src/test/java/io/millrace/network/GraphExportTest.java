package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GlobalPool;
import io.millrace.spec.network.GraphLayer.TopKPool.Score;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GraphExportTest {
  private static final Predictor.Deep POOLED =
      binary(GraphNetworks.gin(1, new GlobalPool(GlobalPool.Kind.SUM)));

  private static Predictor.Deep binary(Network network) {
    return Networks.predictor(Task.BINARY, network, 1, 0);
  }

  @Test
  void inputsAndOutputsHaveNamedSizes() throws Exception {
    GraphProto links = file(export(binary(GraphNetworks.links(1)), true));
    assertThat(links.getInputList()).allSatisfy(GraphExportTest::isNamed);
    assertThat(sizes(links.getInputList(), "text")).containsExactly("nodes");
    assertThat(sizes(links.getInputList(), "edge_index")).containsExactly("2", "edges");
    assertThat(sizes(links.getInputList(), "edge_weight")).containsExactly("edges");
    assertThat(sizes(links.getInputList(), "pairs")).containsExactly("2", "pairs");
    assertThat(sizes(links.getOutputList(), "probability")).containsExactly("pairs");
    GraphProto pooled = file(export(POOLED, false));
    assertThat(pooled.getInputList()).extracting(ValueInfoProto::getName).doesNotContain("pairs");
    assertThat(sizes(pooled.getInputList(), "batch")).containsExactly("nodes");
    assertThat(sizes(pooled.getOutputList(), "probability")).containsExactly("graphs");
    GraphProto words = file(export(binary(GraphNetworks.gcn(1)), false));
    assertThat(sizes(words.getInputList(), "words_column")).containsExactly("words_entries");
    assertThat(sizes(words.getInputList(), "nodes")).isEmpty();
    assertThat(sizes(words.getOutputList(), "probability")).containsExactly("nodes");
  }

  private static void isNamed(ValueInfoProto input) {
    assertThat(input.getType().getTensorType().getShape().getDimList()).isNotEmpty();
  }

  private static List<String> sizes(List<ValueInfoProto> values, String name) {
    ValueInfoProto value =
        values.stream().filter(v -> v.getName().equals(name)).findFirst().orElseThrow();
    return value.getType().getTensorType().getShape().getDimList().stream()
        .map(GraphExportTest::size)
        .toList();
  }

  private static String size(Dimension dimension) {
    return dimension.hasDimValue()
        ? String.valueOf(dimension.getDimValue())
        : dimension.getDimParam();
  }

  @Test
  void theDeclaredInputsAreThoseOfTheFile() throws Exception {
    Predictor.Deep residual = binary(GraphNetworks.residual(1));
    assertDeclared(
        file(export(residual, true)),
        OnnxExporter.inputs(Graphs.PLAN, residual),
        OnnxExporter.tensors(Graphs.PLAN, residual, true));
    for (StageExporter.Stage stage : stages(residual)) {
      assertDeclared(file(stage.file()), stage.columns(), stage.inputs());
    }
  }

  private static void assertDeclared(
      GraphProto file, List<Column> columns, List<TensorInput> tensors) {
    List<String> expected =
        Stream.concat(columns.stream().map(Column::name), tensors.stream().map(TensorInput::name))
            .toList();
    assertThat(file.getInputList())
        .extracting(ValueInfoProto::getName)
        .containsExactlyElementsOf(expected);
    for (TensorInput tensor : tensors) {
      assertThat(sizes(file.getInputList(), tensor.name())).isEqualTo(tensor.shape());
    }
  }

  @Test
  void noOperatorLetsThreadsMeet() throws Exception {
    for (Network network : GraphFilesTest.networks().toList()) {
      assertThat(file(export(binary(network), true)).getNodeList())
          .extracting(NodeProto::getOpType)
          .contains("ScatterElements")
          .doesNotContain("ScatterND");
    }
  }

  @Test
  void nodesOfTheFileAreNamedLikeThoseOfTheNetwork() throws Exception {
    for (Network network : GraphFilesTest.networks().toList()) {
      List<NodeProto> nodes = file(export(binary(network), true)).getNodeList();
      assertThat(nodes).extracting(NodeProto::getName).doesNotHaveDuplicates();
      List<String> named =
          network.nodes().stream().filter(n -> computes(n.layer())).map(Node::name).toList();
      assertThat(nodes).extracting(NodeProto::getName).containsAll(named);
    }
    // A pooling layer makes edges too, but it is its rows that have its name.
    assertThat(file(export(binary(GraphNetworks.topK(1, Score.GRAPH)), true)).getNodeList())
        .filteredOn(node -> node.getName().equals("top-1"))
        .extracting(NodeProto::getOpType)
        .containsExactly("Mul");
  }

  private static boolean computes(Layer layer) {
    return !(layer instanceof Layer.Dropout || layer instanceof GraphLayer.Targets);
  }

  @Test
  void theSameNetworkGivesTheSameBytes() {
    Predictor.Deep again = binary(GraphNetworks.gin(1, new GlobalPool(GlobalPool.Kind.SUM)));
    assertThat(export(again, true)).isEqualTo(export(POOLED, true));
    Predictor.Deep gat = binary(GraphNetworks.gat(1));
    assertThat(stages(gat).get(2).file()).isEqualTo(stages(gat).get(2).file());
  }

  @Test
  void stagesPassOnWhatIsReadLaterAlone() {
    List<StageExporter.Stage> gcn = stages(binary(GraphNetworks.gcn(1)));
    // The product with the words, then what follows from the first convolution.
    assertThat(gcn).extracting(StageExporter.Stage::width).containsExactly(8, 8, 0);
    List<StageExporter.Stage> residual = stages(binary(GraphNetworks.residual(1)));
    // start, gat.weight, both products of of-words, joined;
    // first, of-words, again, joined; second, again, joined.
    assertThat(residual).extracting(StageExporter.Stage::width).containsExactly(30, 24, 18, 0);
  }

  private static List<StageExporter.Stage> stages(Predictor.Deep deep) {
    return StageExporter.export(Graphs.PLAN, deep, List.of(), true, Map.of("k", "v"));
  }

  @Test
  void onlyNodesAreScoredLayerByLayer() {
    assertRefused(
        () -> stages(POOLED),
        "layer by layer: it scores graphs (expected nodes of a graph, or pairs of them)");
    assertRefused(() -> stages(binary(Networks.mlp(1))), "layer by layer: it scores rows");
  }

  @Test
  void aNetworkScoresOneKindOfThing() {
    List<Node> nodes =
        List.of(
            new Node("nodes", new GraphLayer.Targets(), List.of("x")),
            new Node("graphs", new GlobalPool(GlobalPool.Kind.SUM), List.of("x")),
            new Node("all", new Layer.Add(), List.of("nodes", "graphs")));
    assertRefused(
        () -> export(reading("ratio", nodes), false), "scores nodes, pairs and graphs at");
  }

  @Test
  void aProjectionNeedsADirection() {
    List<Node> nodes =
        List.of(
            new Node("top", new GraphLayer.TopKPool(0.5, Score.PROJECTION), List.of("x")),
            new Node("all", new GlobalPool(GlobalPool.Kind.SUM), List.of("top")));
    Predictor.Deep deep = reading("ratio", nodes);
    Arrays.fill(deep.parameters().get("top.weight"), 0);
    assertRefused(() -> export(deep, false), "NaN stands in the direction of node 'top'");
  }

  private static Predictor.Deep reading(String feature, List<Node> nodes) {
    return binary(
        new Network(
            List.of(new Network.Dense("x", List.of(feature))),
            nodes,
            nodes.get(nodes.size() - 1).name()));
  }

  @Test
  void namesOfOtherInputsAreNoColumns() {
    FeaturePlan plan =
        new FeaturePlan(
            1,
            List.of(new Column("batch", ColumnType.DOUBLE)),
            List.of(new Transform.Numeric("f", "batch", false, 0, 0, 1)));
    Predictor.Deep deep =
        reading("f", List.of(new Node("all", new GlobalPool(GlobalPool.Kind.SUM), List.of("x"))));
    assertRefused(
        () -> OnnxExporter.export(plan, deep, List.of(), Map.of()),
        "column 'batch' has the name of another input of the file (expected none of [edge_index, batch])");
  }

  @Test
  void sparseInputsMustBeThoseOfThePlan() {
    assertRefused(
        () -> export(words("words", 7), false),
        "sparse input 'words' has the length 7 (expected 40)");
    assertRefused(() -> export(words("ratio", 40), false), "takes 'ratio' as SPARSE, but the");
  }

  private static Predictor.Deep words(String name, int width) {
    List<Node> nodes = List.of(new Node("end", new Layer.Linear(1, true), List.of(name)));
    return binary(new Network(List.of(new Network.Sparse(name, width)), nodes, "end"));
  }

  private static GraphProto file(byte[] bytes) throws Exception {
    return ModelProto.parseFrom(bytes).getGraph();
  }

  private static byte[] export(Predictor predictor, boolean weights) {
    return OnnxExporter.export(Graphs.PLAN, predictor, List.of(), weights, Map.of());
  }

  private static void assertRefused(ThrowingCallable call, String expected) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot export the model")
        .hasMessageContaining(expected);
  }
}
