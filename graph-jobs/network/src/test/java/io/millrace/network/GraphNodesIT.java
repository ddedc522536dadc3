package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GlobalPool;
import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.GraphLayer.Pairs.Combination;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.GraphLayer.TopKPool.Score;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.table.Column;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer over graphs alone, every number of its value. */
class GraphNodesIT {
  private static final double TOLERANCE = 1e-5;

  private static final Graphs MANY = Graphs.random(new int[] {30, 1, 0, 57, 200, 2, 14}, 7, 41);

  /** Sums over clusters grow with the square of a graph's nodes, and floats with them. */
  private static final Graphs SMALL = Graphs.random(new int[] {12, 1, 0, 9, 20, 2}, 3, 53);

  private static final Graphs NO_EDGES = Graphs.random(new int[] {3, 0, 5}, 0, 43);
  private static final Graphs NO_NODES = Graphs.random(new int[0], 0, 47);

  static Stream<Arguments> layers() {
    return Stream.of(
        layer("graph-conv", new GraphLayer.GraphConv(3, Normalisation.SYMMETRIC), "x"),
        layer("graph-conv to more", new GraphLayer.GraphConv(9, Normalisation.SYMMETRIC), "x"),
        layer("graph-conv of sums", new GraphLayer.GraphConv(3, Normalisation.NONE), "x"),
        layer("graph-conv of sums to more", new GraphLayer.GraphConv(8, Normalisation.NONE), "x"),
        layer("graph-conv of words", new GraphLayer.GraphConv(4, Normalisation.SYMMETRIC), "words"),
        layer("sage-conv mean", new GraphLayer.SageConv(4, Aggregator.MEAN), "x"),
        layer("sage-conv mean to more", new GraphLayer.SageConv(11, Aggregator.MEAN), "x"),
        layer("sage-conv mean of words", new GraphLayer.SageConv(1, Aggregator.MEAN), "words"),
        layer("sage-conv max", new GraphLayer.SageConv(4, Aggregator.MAX), "x"),
        layer("gat-conv", new GraphLayer.GatConv(3, 4, true, 0.2, 0.5), "x"),
        layer("gat-conv mean", new GraphLayer.GatConv(3, 2, false, 0.2, 0), "x"),
        layer("gat-conv of one", new GraphLayer.GatConv(1, 1, true, 0.01, 0), "x"),
        layer("gat-conv of words", new GraphLayer.GatConv(2, 3, true, 0.2, 0), "words"),
        layer("gin-conv", new GraphLayer.GinConv(false), "x"),
        layer("gin-conv learnt", new GraphLayer.GinConv(true), "x"),
        layer("pool mean", new GlobalPool(GlobalPool.Kind.MEAN), "x"),
        layer("pool max", new GlobalPool(GlobalPool.Kind.MAX), "x"),
        layer("pool sum", new GlobalPool(GlobalPool.Kind.SUM), "x"),
        layer("attention-pool", new GraphLayer.AttentionPool(), "x"),
        layer("top-k-pool", new GraphLayer.TopKPool(0.4, Score.PROJECTION), "x"),
        layer("top-k-pool of all", new GraphLayer.TopKPool(1, Score.PROJECTION), "x"),
        layer("top-k-pool by graph", new GraphLayer.TopKPool(0.25, Score.GRAPH), "x"),
        layer("diff-pool", new GraphLayer.DiffPool(), "x"),
        layer("targets", new GraphLayer.Targets(), "x"),
        layer("pairs dot", new GraphLayer.Pairs(Combination.DOT), "x"),
        layer("pairs product", new GraphLayer.Pairs(Combination.PRODUCT), "x"),
        layer("pairs concat", new GraphLayer.Pairs(Combination.CONCAT), "x"),
        layer("linear of words", new Layer.Linear(3, true), "words"),
        layer("linear of words without bias", new Layer.Linear(3, false), "words"));
  }

  private static Arguments layer(String name, Layer layer, String input) {
    return Arguments.of(name, layer, input);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void aLayerEqualsTheReference(String name, Layer layer, String input) throws Exception {
    Predictor.Deep deep = Networks.predictor(Task.REGRESSION, around(layer, input), 1, 0);
    Graphs many = layer instanceof GraphLayer.DiffPool ? SMALL : MANY;
    assertEqual(deep, many, true);
    assertEqual(deep, many, false);
    assertEqual(deep, NO_EDGES, false);
    assertEqual(deep, NO_NODES, true);
  }

  @Test
  void smallerGraphsCanBeMadeSmallerAgain() throws Exception {
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node("first", new GraphLayer.TopKPool(0.7, Score.GRAPH), List.of("x")));
    nodes.add(
        new Node("conv", new GraphLayer.GraphConv(4, Normalisation.SYMMETRIC), List.of("first")));
    nodes.add(new Node("second", new GraphLayer.TopKPool(0.5, Score.PROJECTION), List.of("conv")));
    nodes.add(new Node("s", new GraphLayer.SageConv(3, Aggregator.MEAN), List.of("second")));
    nodes.add(new Node("diff", new GraphLayer.DiffPool(), List.of("s", "second")));
    nodes.add(new Node("gin", new GraphLayer.GinConv(true), List.of("diff")));
    nodes.add(new Node("all", new GraphLayer.AttentionPool(), List.of("gin")));
    Predictor.Deep deep = Networks.predictor(Task.REGRESSION, network("x", nodes, "all"), 1, 0);
    assertEqual(deep, MANY, true);
    assertEqual(deep, NO_EDGES, false);
  }

  @Test
  void ofEqualScoresTheFirstNodesAreKept() throws Exception {
    Map<String, Object> row = MANY.rows().get(0);
    Graphs equal =
        new Graphs(
            MANY.rows().stream().map(any -> row).toList(),
            MANY.sources(),
            MANY.targets(),
            MANY.weights(),
            MANY.begins(),
            MANY.words(),
            MANY.pairs());
    for (double ratio : List.of(0.1, 0.5, 0.9)) {
      Layer pool = new GraphLayer.TopKPool(ratio, Score.PROJECTION);
      Network network = around(pool, "x");
      assertEqual(Networks.predictor(Task.REGRESSION, network, 1, 0), equal, true);
    }
  }

  @Test
  void rowsOfATableCanHaveWordsToo() throws Exception {
    List<Node> nodes =
        List.of(
            new Node("dropout", new Layer.Dropout(0.5), List.of("words")),
            new Node("hidden", new Layer.Linear(5, true), List.of("dropout")),
            new Node("end", new Layer.Linear(2, true), List.of("hidden")));
    Predictor.Deep deep = Networks.predictor(Task.REGRESSION, network("words", nodes, "end"), 1, 0);
    assertThat(OnnxExporter.tensors(Graphs.PLAN, deep, false))
        .extracting(TensorInput::name)
        .containsExactly("words_row", "words_column", "words_value", "rows");
    assertEqual(deep, MANY, false);
    assertEqual(deep, NO_NODES, false);
  }

  /** The layer under test, with what makes rows of scores of its value. */
  private static Network around(Layer layer, String input) {
    List<Node> nodes = new ArrayList<>();
    List<String> inputs = new ArrayList<>(List.of(input));
    if (layer instanceof GraphLayer.DiffPool) {
      nodes.add(new Node("s", new Layer.Linear(4, true), List.of("x")));
      inputs.add(0, "s");
    }
    nodes.add(new Node("layer", layer, inputs));
    if (layer instanceof GraphLayer.TopKPool || layer instanceof GraphLayer.DiffPool) {
      // What follows sees the edges that are left.
      nodes.add(
          new Node("conv", new GraphLayer.GraphConv(3, Normalisation.NONE), List.of("layer")));
      nodes.add(new Node("end", new GlobalPool(GlobalPool.Kind.MAX), List.of("conv")));
    } else if (ConvolutionNodes.knows(layer) || layer instanceof Layer.Linear) {
      nodes.add(new Node("end", new GraphLayer.Targets(), List.of("layer")));
    }
    return network(input, nodes, nodes.get(nodes.size() - 1).name());
  }

  private static Network network(String input, List<Node> nodes, String output) {
    Network.Input read =
        input.equals("words")
            ? new Network.Sparse("words", Graphs.WORDS)
            : new Network.Dense("x", Networks.DENSE);
    return new Network(List.of(read), nodes, output);
  }

  private static void assertEqual(Predictor.Deep deep, Graphs graphs, boolean weights)
      throws Exception {
    double[][] expected = ReferenceGraph.scores(deep, graphs.example(deep.network(), weights));
    List<double[]> columns = run(deep, graphs, weights);
    for (int k = 0; k < columns.size(); k++) {
      assertThat(columns.get(k)).hasSize(expected.length);
      for (int i = 0; i < expected.length; i++) {
        double allowed = TOLERANCE * Math.max(1, Math.abs(expected[i][k]));
        assertThat(columns.get(k)[i]).as("row " + i).isCloseTo(expected[i][k], within(allowed));
      }
    }
  }

  /** One array over the rows for each score, before any head. */
  private static List<double[]> run(Predictor.Deep deep, Graphs graphs, boolean weights)
      throws Exception {
    int width = Shapes.of(deep.network()).outputWidth();
    List<Column> columns = OnnxExporter.inputs(Graphs.PLAN, deep);
    Map<String, Object> tensors = graphs.tensors(OnnxExporter.tensors(Graphs.PLAN, deep, weights));
    byte[] scores = OnnxExporter.exportScores(Graphs.PLAN, deep, weights);
    try (OnnxFile file = new OnnxFile(scores, graphs.nodes() > 0)) {
      Map<String, Object> outputs = file.run(columns, graphs.rows(), tensors);
      return IntStream.range(0, width).mapToObj(k -> (double[]) outputs.get("score " + k)).toList();
    }
  }
}
