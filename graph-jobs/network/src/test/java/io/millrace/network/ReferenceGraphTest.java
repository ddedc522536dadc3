package io.millrace.network;

import static io.millrace.network.ByHand.ONE;
import static io.millrace.network.ByHand.assertValue;
import static io.millrace.network.ByHand.floats;
import static io.millrace.network.ByHand.row;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference of layers over graphs against numbers computed by hand. */
class ReferenceGraphTest {
  private static final double LN2 = Math.log(2);

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
}
