package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GlobalPool;
import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.GraphLayer.TopKPool.Score;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.target.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** network.json of networks over graphs. */
class GraphFilesTest {
  static Stream<Network> networks() {
    return Stream.of(
        GraphNetworks.gcn(1),
        GraphNetworks.sage(1, Aggregator.MEAN),
        GraphNetworks.sage(1, Aggregator.MAX),
        GraphNetworks.gat(1),
        GraphNetworks.links(1),
        GraphNetworks.residual(1),
        GraphNetworks.gin(1, new GlobalPool(GlobalPool.Kind.MAX)),
        GraphNetworks.gin(1, new GraphLayer.AttentionPool()),
        GraphNetworks.topK(1, Score.PROJECTION),
        GraphNetworks.topK(1, Score.GRAPH),
        GraphNetworks.diff(1));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aNetworkComesBackAsItWas(Network network) {
    Predictor.Deep deep = Networks.predictor(Task.BINARY, network, 1, 0);
    byte[] json = PredictorFiles.network(deep);
    byte[] weights = PredictorFiles.weights(deep);
    Predictor.Deep read = (Predictor.Deep) PredictorFiles.read(json, weights);
    assertThat(read.network()).isEqualTo(network);
    read.parameters()
        .forEach((name, values) -> assertThat(values).isEqualTo(deep.parameters().get(name)));
    assertThat(PredictorFiles.network(read)).isEqualTo(json);
    assertThat(PredictorFiles.weights(read)).isEqualTo(weights);
  }

  @Test
  void networkJsonIsReadable() {
    assertThat(json())
        .isEqualToNormalizingWhitespace(
            """
            { "version" : 1, "kind" : "network", "task" : "regression",
              "inputs" : [ { "type" : "sparse", "name" : "words", "width" : 3 } ],
              "nodes" : [
                { "name" : "gcn",
                  "layer" : { "type" : "graph-conv", "out" : 2, "normalisation" : "symmetric" },
                  "inputs" : [ "words" ] },
                { "name" : "sage",
                  "layer" : { "type" : "sage-conv", "out" : 2, "aggregator" : "max" },
                  "inputs" : [ "gcn" ] },
                { "name" : "gat",
                  "layer" : { "type" : "gat-conv", "out" : 2, "heads" : 3, "concat" : false,
                    "slope" : 0.2, "dropout" : 0.5 },
                  "inputs" : [ "sage" ] },
                { "name" : "gin", "layer" : { "type" : "gin-conv", "learnt" : true },
                  "inputs" : [ "gat" ] },
                { "name" : "top",
                  "layer" : { "type" : "top-k-pool", "ratio" : 0.5, "score" : "graph" },
                  "inputs" : [ "gin" ] },
                { "name" : "diff", "layer" : { "type" : "diff-pool" },
                  "inputs" : [ "top", "top" ] },
                { "name" : "all", "layer" : { "type" : "global-pool", "kind" : "mean" },
                  "inputs" : [ "diff" ] } ],
              "output" : "all", "scale" : 1.0, "shift" : 0.0 }
            """);
  }

  private static Predictor.Deep deep() {
    List<Node> nodes =
        List.of(
            node("gcn", new GraphLayer.GraphConv(2, Normalisation.SYMMETRIC), "words"),
            node("sage", new GraphLayer.SageConv(2, Aggregator.MAX), "gcn"),
            node("gat", new GraphLayer.GatConv(2, 3, false, 0.2, 0.5), "sage"),
            node("gin", new GraphLayer.GinConv(true), "gat"),
            node("top", new GraphLayer.TopKPool(0.5, Score.GRAPH), "gin"),
            node("diff", new GraphLayer.DiffPool(), "top", "top"),
            node("all", new GlobalPool(GlobalPool.Kind.MEAN), "diff"));
    Network network = new Network(List.of(new Network.Sparse("words", 3)), nodes, "all");
    return Networks.predictor(Task.REGRESSION, network, 1, 0);
  }

  private static Node node(String name, Layer layer, String... inputs) {
    return new Node(name, layer, List.of(inputs));
  }

  private static String json() {
    return new String(PredictorFiles.network(deep()), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"width\" : 3 | \"width\" : 0 | 'inputs[0].width' is 0 (expected at least 1)",
        "\"width\" : 3 | \"breadth\" : 3 | 'inputs[0].width' is missing",
        "\"width\" : 3 | \"width\" : 4 | tensor 'gcn.weight' is Floats of shape [2, 3] (expected Floats of shape [2, 4]",
        "symmetric | even | 'nodes[0].layer.normalisation' is even (expected one of [symmetric, none])",
        "\"graph-conv\", \"out\" : 2 | \"graph-conv\", \"out\" : 0 | 'nodes[0].layer' is wrong. Cannot build a graph-conv layer with out = 0",
        "\"max\" | \"sum\" | 'nodes[1].layer.aggregator' is sum (expected one of [mean, max])",
        "\"heads\" : 3 | \"heads\" : 0 | 'nodes[2].layer' is wrong. Cannot build a gat-conv layer with heads = 0",
        "\"concat\" : false | \"concat\" : 0 | 'nodes[2].layer.concat' is 0 (expected true or false)",
        "\"slope\" : 0.2, | | 'nodes[2].layer.slope' is missing (expected a finite number)",
        "\"dropout\" : 0.5 | \"dropout\" : 1 | 'nodes[2].layer' is wrong. Cannot build a gat-conv layer with dropout = 1.0",
        "\"learnt\" : true | \"learnt\" : \"yes\" | 'nodes[3].layer.learnt' is \"yes\" (expected true or false)",
        "\"learnt\" : true | \"learnt\" : false | it holds [gin.epsilon] (expected only what network.json names)",
        "\"ratio\" : 0.5 | \"ratio\" : 2 | 'nodes[4].layer' is wrong. Cannot build a top-k-pool layer with ratio = 2.0",
        "\"graph\" | \"edges\" | 'nodes[4].layer.score' is edges (expected one of [projection, graph])",
        "\"top\", \"top\" | \"top\" | 'nodes' is wrong. Cannot build the network: node 'diff' has 1 inputs (expected 2)",
        "\"mean\" | \"median\" | 'nodes[6].layer.kind' is median (expected one of [mean, max, sum])",
        "\"output\" : \"all\" | \"output\" : \"diff\" | its output 'diff' has a row for each node",
      })
  void filesThatDoNotFitAreRefused(String from, String to, String expected) {
    String network = json().replaceAll("\\s+", " ");
    assertThat(network).contains(from);
    byte[] changed = network.replace(from, to == null ? "" : to).getBytes(StandardCharsets.UTF_8);
    byte[] weights = PredictorFiles.weights(deep());
    assertThatThrownBy(() -> PredictorFiles.read(changed, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read ")
        .hasMessageContaining(expected);
  }
}
