package io.millrace.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference against numbers computed by hand. */
class ReferenceGraphTest {
  private static final double TOLERANCE = 1e-6;
  private static final double LN2 = Math.log(2);

  private static final float[] X = {1, 2, 3, -1, 0, 4};

  /** 0 → 1 with weight 2, 2 → 1 with 1 and 0 → 2 with 3: with its loop d = (1, 4, 4). */
  private static final Topology ONE =
      Topology.of(3, new int[] {0, 2, 0}, new int[] {1, 1, 2}, new float[] {2, 1, 3});

  /** The first two nodes, a graph without nodes, the last node. */
  private static final Topology THREE = graphs(Topology.of(3, new int[0], new int[0], null));

  private static Topology graphs(Topology one) {
    return new Topology(
        one.nodes(), one.begins(), one.sources(), null, one.degrees(), new int[] {0, 2, 2, 3});
  }

  @Test
  void graphConvolution() {
    Map<String, float[]> parameters = Map.of("weight", floats(1, 1), "bias", floats(0.5));
    assertValue(
        new GraphLayer.GraphConv(1, Normalisation.NONE),
        parameters,
        row(3.5),
        row(12.5),
        row(13.5));
    assertValue(
        new GraphLayer.GraphConv(1, Normalisation.SYMMETRIC), parameters, row(3.5), row(5), row(6));
  }

  @Test
  void degreesAreThoseOfTheWholeGraph() {
    Topology part =
        new Topology(
            3,
            ONE.begins(),
            ONE.sources(),
            ONE.weights(),
            new float[] {8, 15, 3},
            new int[] {0, 3});
    Map<String, float[]> parameters = Map.of("weight", floats(1, 1), "bias", floats(0));
    // d = (9, 16, 4)
    assertValue(
        new GraphLayer.GraphConv(1, Normalisation.SYMMETRIC),
        parameters,
        part,
        row(3 / 9.0),
        row(2 / 16.0 + 2 * 3 / 12.0 + 4 / 8.0),
        row(4 / 4.0 + 3 * 3 / 6.0));
  }

  @Test
  void meanAndMaximumOfNeighbours() {
    assertValue(
        new GraphLayer.SageConv(1, Aggregator.MEAN),
        Map.of("self", floats(1, 0), "neighbour", floats(0, 1), "bias", floats(1)),
        row(2),
        row(3 + 8 / 3.0 + 1),
        row(3));
    // relu(x P' + p): (1, 1), (3, 4), (0, 0)
    assertValue(
        new GraphLayer.SageConv(1, Aggregator.MAX),
        Map.of(
            "pool", floats(1, 0, 0, -1),
            "pool-bias", floats(0, 3),
            "self", floats(1, 0),
            "neighbour", floats(10, 1),
            "bias", floats(0)),
        row(1),
        row(14),
        row(11));
  }

  @Test
  void attentionOverNeighbours() {
    Map<String, float[]> parameters = new HashMap<>();
    parameters.put("weight", floats(1, 0, 2, 0));
    parameters.put("source", floats(LN2, -LN2));
    parameters.put("target", floats(0, LN2));
    parameters.put("bias", floats(0, 1));
    // The first head weighs node 1 with 8, 0 with 2 and 2 with 1; the second with 1, 16 and 64.
    assertValue(
        new GraphLayer.GatConv(1, 2, true, 0.5, 0),
        parameters,
        row(1, 3),
        row(26 / 11.0, 38 / 81.0 + 1),
        row(2 / 3.0, 2 / 3.0 + 1));
    parameters.put("bias", floats(10));
    assertValue(
        new GraphLayer.GatConv(1, 2, false, 0.5, 0),
        parameters,
        row(11.5),
        row((26 / 11.0 + 38 / 81.0) / 2 + 10),
        row(2 / 3.0 + 10));
  }

  @Test
  void sumOfNeighbours() {
    assertValue(
        new GraphLayer.GinConv(true),
        Map.of("epsilon", floats(0.5)),
        row(1.5, 3),
        row(6.5, 6.5),
        row(3, 12));
    assertValue(new GraphLayer.GinConv(false), Map.of(), row(1, 2), row(5, 7), row(3, 10));
  }

  @Test
  void poolsOfGraphs() {
    assertValue(
        new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.MEAN),
        Map.of(),
        THREE,
        row(2, 0.5),
        row(0, 0),
        row(0, 4));
    assertValue(
        new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.MAX),
        Map.of(),
        THREE,
        row(3, 2),
        row(0, 0),
        row(0, 4));
    assertValue(
        new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.SUM),
        Map.of(),
        THREE,
        row(4, 1),
        row(0, 0),
        row(0, 4));
    assertValue(
        new GraphLayer.AttentionPool(),
        Map.of("weight", floats(LN2, 0), "bias", floats(7)),
        THREE,
        row(2.6, -0.4),
        row(0, 0),
        row(0, 4));
  }

  @Test
  void topKKeepsTheEdgesAmongItsNodes() {
    double first = Math.tanh(2.2);
    double last = Math.tanh(3.2);
    // Scores (2.2, 1, 3.2), half of three nodes are two.
    assertPooled(
        new GraphLayer.TopKPool(0.5, GraphLayer.TopKPool.Score.PROJECTION),
        Map.of("pool.weight", floats(3, 4)),
        row(first, 2 * first),
        row(3 * first, 6 * first + 4 * last));
    // Scores (3.5, 5, 6)
    assertPooled(
        new GraphLayer.TopKPool(0.5, GraphLayer.TopKPool.Score.GRAPH),
        Map.of("pool.weight", floats(1, 1), "pool.bias", floats(0.5)),
        row(3 * Math.tanh(5), -Math.tanh(5) + 4 * Math.tanh(6)),
        row(0, 4 * Math.tanh(6)));
  }

  @Test
  void ofEqualScoresTheFirstNodeIsKept() {
    Network network = behind(new GraphLayer.TopKPool(0.3, GraphLayer.TopKPool.Score.PROJECTION));
    float[] equal = {1, 5, 1, 6, 1, 7};
    double[][] found =
        new ReferenceGraph(network, Map.of("pool.weight", floats(2, 0)))
            .output(example(equal, THREE));
    double kept = Math.tanh(1);
    assertThat(found)
        .isDeepEqualTo(new double[][] {row(kept, 5 * kept), row(0, 0), row(kept, 7 * kept)});
  }

  @Test
  void clustersAreJoinedByAllEdgesBetweenTheirNodes() {
    // Node 0 is cluster 0, the others are cluster 1: 0 → 1 has the weight 5, 1 → 1 the weight 1.
    Map<String, float[]> parameters =
        Map.of("s.weight", floats(-1000, -600, 0, 0), "s.bias", floats(2300, 0));
    assertPooled(new GraphLayer.DiffPool(), parameters, row(1, 2), row(11, 16));
    // Each node is half of each cluster: all weights are a quarter of 6.
    Map<String, float[]> even = Map.of("s.weight", floats(0, 0, 0, 0), "s.bias", floats(1, 1));
    assertPooled(new GraphLayer.DiffPool(), even, row(8, 10), row(8, 10));
  }

  @Test
  void scoresOfNodesAndPairs() {
    assertValue(new GraphLayer.Targets(), Map.of(), row(0, 4), row(1, 2));
    assertValue(pairs(GraphLayer.Pairs.Combination.DOT), Map.of(), row(8));
    assertValue(pairs(GraphLayer.Pairs.Combination.PRODUCT), Map.of(), row(0, 8));
    assertValue(pairs(GraphLayer.Pairs.Combination.CONCAT), Map.of(), row(0, 4, 1, 2));
  }

  private static GraphLayer pairs(GraphLayer.Pairs.Combination combination) {
    return new GraphLayer.Pairs(combination);
  }

  @Test
  void sparseNumbersAndIndices() {
    Network network =
        new Network(
            List.of(new Network.Sparse("words", 4), new Network.Index("kind", 2)),
            List.of(
                new Node("sum", new Layer.Linear(1, false), List.of("words")),
                new Node("table", new Layer.Embedding(1, Start.ZERO), List.of("kind")),
                new Node("both", new Layer.Add(), List.of("sum", "table")),
                new Node(
                    "all",
                    new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.SUM),
                    List.of("both"))),
            "all");
    SparseRows words = new SparseRows(new int[] {0, 2, 2, 3}, new int[] {0, 3, 2}, floats(1, 2, 3));
    Example example =
        new Example(
            new long[3],
            ONE,
            new float[0],
            List.of(new int[] {1, 0, 1}),
            List.of(words),
            new int[0],
            new long[1],
            new float[1]);
    Map<String, float[]> parameters =
        Map.of("sum.weight", floats(1, 10, 100, 1000), "table.table", floats(0.25, 0.5));
    Map<String, double[][]> values = new ReferenceGraph(network, parameters).values(example);
    assertThat(values.get("both"))
        .isDeepEqualTo(new double[][] {row(2001.5), row(0.25), row(300.5)});
    assertThat(values.get("all")).isDeepEqualTo(new double[][] {row(2302.25)});
  }

  private static void assertValue(
      GraphLayer layer, Map<String, float[]> own, double[]... expected) {
    assertValue(layer, own, ONE, expected);
  }

  private static void assertValue(
      GraphLayer layer, Map<String, float[]> own, Topology topology, double[]... expected) {
    List<Node> nodes = new ArrayList<>(List.of(new Node("layer", layer, List.of("x"))));
    boolean ofNodes = ReferenceConvolutions.knows(layer);
    if (ofNodes) {
      nodes.add(new Node("targets", new GraphLayer.Targets(), List.of("layer")));
    }
    Map<String, float[]> parameters = new HashMap<>();
    own.forEach((role, values) -> parameters.put("layer." + role, values));
    Network network = network(nodes, ofNodes ? "targets" : "layer");
    assertRows(
        new ReferenceGraph(network, parameters).values(example(X, topology)).get("layer"),
        expected);
  }

  /** A pooling layer, then a sum over the neighbours in what it leaves. */
  private static void assertPooled(
      GraphLayer layer, Map<String, float[]> parameters, double[]... expected) {
    List<Node> nodes = new ArrayList<>();
    if (layer instanceof GraphLayer.DiffPool) {
      nodes.add(new Node("s", new Layer.Linear(2, true), List.of("x")));
    }
    nodes.add(new Node("pool", layer, nodes.isEmpty() ? List.of("x") : List.of("s", "x")));
    nodes.add(new Node("layer", new GraphLayer.GinConv(false), List.of("pool")));
    nodes.add(
        new Node(
            "all", new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.MAX), List.of("layer")));
    Map<String, double[][]> values =
        new ReferenceGraph(network(nodes, "all"), parameters).values(example(X, ONE));
    assertRows(values.get("layer"), expected);
  }

  private static Network behind(GraphLayer pool) {
    return network(
        List.of(
            new Node("pool", pool, List.of("x")),
            new Node(
                "all", new GraphLayer.GlobalPool(GraphLayer.GlobalPool.Kind.SUM), List.of("pool"))),
        "all");
  }

  private static Network network(List<Node> nodes, String output) {
    return new Network(List.of(new Network.Dense("x", List.of("p", "q"))), nodes, output);
  }

  private static Example example(float[] x, Topology topology) {
    return new Example(
        new long[3],
        topology,
        x,
        List.of(),
        List.of(),
        new int[] {2, 0},
        new long[2],
        new float[2]);
  }

  private static void assertRows(double[][] found, double[]... expected) {
    assertThat(found.length).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).containsExactly(expected[i], within(TOLERANCE));
    }
  }

  private static double[] row(double... values) {
    return values;
  }

  private static float[] floats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
