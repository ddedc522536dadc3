package io.millrace.network;

import static io.millrace.network.ByHand.ONE;
import static io.millrace.network.ByHand.X;
import static io.millrace.network.ByHand.assertRows;
import static io.millrace.network.ByHand.assertValue;
import static io.millrace.network.ByHand.example;
import static io.millrace.network.ByHand.floats;
import static io.millrace.network.ByHand.network;
import static io.millrace.network.ByHand.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sampling.Topology;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pooling in the reference against numbers computed by hand. */
class ReferencePoolsTest {
  /** The first two nodes, a graph without nodes, the last node. */
  private static final Topology THREE = graphs(Topology.of(3, new int[0], new int[0], null));

  private static Topology graphs(Topology one) {
    return new Topology(
        one.nodes(), one.begins(), one.sources(), null, one.degrees(), new int[] {0, 2, 2, 3});
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
        Map.of("weight", floats(Math.log(2), 0), "bias", floats(7)),
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
}
