package io.millrace.network;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.Network.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Layers over graphs as nodes of the file, with the edges of each extent. */
final class GraphNodes {
  private final Graph graph;
  private final NetworkConstants constants;
  private final Scatter scatter;
  private final ConvolutionNodes convolutions;
  private final Map<Integer, Edges> edges = new HashMap<>();
  private final Map<Integer, Members> members = new HashMap<>();
  private final @Nullable String pairs;

  /**
   * @param edges null where no layer but {@link GraphLayer.Pairs} asks for them
   * @param members null where no layer asks for graphs
   * @param pairs int64 [2, pairs]; null where no layer asks for them
   */
  GraphNodes(
      Graph graph,
      NetworkConstants constants,
      Products products,
      Scatter scatter,
      @Nullable Edges edges,
      @Nullable Members members,
      @Nullable String pairs) {
    this.graph = graph;
    this.constants = constants;
    this.scatter = scatter;
    this.convolutions = new ConvolutionNodes(graph, constants, scatter, products);
    if (edges != null) {
      this.edges.put(0, edges);
    }
    if (members != null) {
      this.members.put(0, members);
    }
    this.pairs = pairs;
  }

  /** Float [rows, width] with the rows of the node's extent. */
  String write(Node node, Values values) {
    if (node.layer() instanceof GraphLayer.Pairs layer && pairs != null) {
      return pairs(layer.combination(), values.rows(node.inputs().get(0)), pairs);
    }
    int extent = constants.shapes().extent(node.inputs().get(0));
    Edges among = edges.get(extent);
    if (among == null) {
      throw new IllegalStateException("Node " + node.name() + " has no edges");
    }
    if (ConvolutionNodes.knows(node.layer())) {
      return convolutions.write(node, values, among);
    }
    String x = values.rows(node.inputs().get(0));
    if (node.layer() instanceof GraphLayer.Targets) {
      return x;
    }
    Members of = members.get(extent);
    if (of == null) {
      throw new IllegalStateException("Node " + node.name() + " has no graphs");
    }
    return pool(node, x, values, among, of);
  }

  private String pairs(GraphLayer.Pairs.Combination combination, String x, String pairs) {
    String u = graph.gather(x, graph.gather(pairs, graph.int64(0), 0), 0);
    String v = graph.gather(x, graph.gather(pairs, graph.int64(1), 0), 0);
    return switch (combination) {
      case CONCAT -> graph.node("", "Concat", List.of(u, v), Attributes.ofInt("axis", 1));
      case PRODUCT -> graph.op("Mul", u, v);
      case DOT -> graph.op("ReduceSum", graph.op("Mul", u, v), graph.constant(Tensors.int64s(1)));
    };
  }

  private String pool(Node node, String x, Values values, Edges among, Members of) {
    PoolNodes pools = new PoolNodes(graph, constants, scatter);
    if (node.layer() instanceof GraphLayer.GlobalPool pool) {
      return pools.global(node, pool.kind(), x, of);
    }
    if (node.layer() instanceof GraphLayer.AttentionPool) {
      return pools.attention(node, x, of);
    }
    int extent = constants.shapes().extent(node.name());
    if (node.layer() instanceof GraphLayer.TopKPool pool) {
      String scores = scores(node, pool.score(), values, among);
      TopKNodes.Kept kept = new TopKNodes(graph, scatter).write(pool.ratio(), x, scores, among, of);
      edges.put(extent, kept.edges());
      members.put(extent, kept.members());
      return kept.x();
    }
    if (node.layer() instanceof GraphLayer.DiffPool) {
      String z = values.rows(node.inputs().get(1));
      int clusters = constants.shapes().width(node.inputs().get(0));
      int width = constants.shapes().width(node.name());
      DiffPoolNodes.Clustered clustered =
          new DiffPoolNodes(graph, scatter).write(x, clusters, z, width, among, of);
      edges.put(extent, clustered.edges());
      members.put(extent, clustered.members());
      return clustered.x();
    }
    throw new IllegalStateException("Unknown layer " + node.layer().getClass());
  }

  /** Float [nodes]. */
  private String scores(Node node, GraphLayer.TopKPool.Score score, Values values, Edges among) {
    String scores =
        score == GraphLayer.TopKPool.Score.GRAPH
            ? convolutions.graphConv(node, Normalisation.SYMMETRIC, values, among)
            : graph.op("MatMul", values.rows(node.inputs().get(0)), direction(node));
    return graph.op("Squeeze", scores, graph.constant(Tensors.int64s(1)));
  }

  /** {@code p' / |p|} as [in, 1]. */
  private String direction(Node node) {
    float[] p = constants.values(node, "weight");
    double squares = 0;
    for (float number : p) {
      squares += (double) number * number;
    }
    float[] direction = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      direction[i] = (float) (p[i] / Math.sqrt(squares));
    }
    Checks.finite("the direction of node '" + node.name() + "'", direction);
    return graph.constant(Tensors.floats(new long[] {p.length, 1}, direction));
  }
}
