package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;

/**
 * Clusters of the nodes of each graph. Graphs of different sizes become matrices of one size, with
 * rows of 0 behind their nodes, so that one product serves all of them.
 */
final class DiffPoolNodes {
  private static final TensorProto NONE = Tensors.int64s(0);
  private static final TensorProto ONE = Tensors.int64s(1);

  private final Graph graph;
  private final Scatter scatter;

  DiffPoolNodes(Graph graph, Scatter scatter) {
    this.graph = graph;
    this.scatter = scatter;
  }

  /**
   * The graph of clusters.
   *
   * @param x float [graphs * clusters, width]
   */
  record Clustered(String x, Edges edges, Members members) {}

  /**
   * @param assignment float [nodes, clusters] before the softmax
   * @param z float [nodes, width]
   */
  Clustered write(
      String assignment, int clusters, String z, int width, Edges edges, Members members) {
    String s = graph.node("", "Softmax", List.of(assignment), Attributes.ofInt("axis", 1));
    Padding padding = padding(edges, members);
    String turned = turned(padded(s, clusters, padding));
    String rows = graph.op("MatMul", turned, padded(z, width, padding));
    String x = graph.op("Reshape", rows, graph.constant(Tensors.int64s(-1, width)));
    // (A S)_i is what comes along the edges into i, so no matrix A is needed.
    String along = scatter.sum(edges.nodes(), edges.ends().target(), edges.messages(s), clusters);
    String weights = graph.op("MatMul", turned, padded(along, clusters, padding));
    return new Clustered(x, between(weights, clusters, members), members(clusters, members));
  }

  /**
   * @param places int64 [nodes]: the row of each node among those of all graphs
   * @param size int64 [1]: nodes of the largest graph, at least 1
   * @param rows int64 [1]: rows of all graphs
   */
  private record Padding(String places, String size, String rows) {}

  private Padding padding(Edges edges, Members members) {
    String ones = scatter.constant(ONE, edges.nodes());
    String counts = scatter.total(NONE, members.graphs(), members.batch(), ones);
    String sizes =
        graph.node("", "Concat", List.of(graph.constant(ONE), counts), Attributes.ofInt("axis", 0));
    String size = graph.op("ReduceMax", sizes);
    // A graph's nodes stand together, so they move by what the graphs before are padded with.
    String missing = graph.op("Sub", size, counts);
    String moved =
        graph.node(
            "", "CumSum", List.of(missing, graph.int64(0)), Attributes.ofInt("exclusive", 1));
    String places =
        graph.op("Add", graph.range(edges.nodes()), graph.gather(moved, members.batch(), 0));
    return new Padding(places, size, graph.op("Mul", members.graphs(), size));
  }

  /** [graphs, size, width]. */
  private String padded(String rows, int width, Padding padding) {
    String all = scatter.sum(padding.rows(), padding.places(), rows, width);
    String shape =
        graph.node(
            "",
            "Concat",
            List.of(
                graph.constant(Tensors.int64s(-1)),
                padding.size(),
                graph.constant(Tensors.int64s(width))),
            Attributes.ofInt("axis", 0));
    return graph.op("Reshape", all, shape);
  }

  private String turned(String matrices) {
    return graph.node(
        "", "Transpose", List.of(matrices), Attributes.ofInts("perm", List.of(0L, 2L, 1L)));
  }

  /** Weight (a, b) is that of the edge from cluster b to cluster a. */
  private Edges between(String weights, long clusters, Members members) {
    String flat = graph.op("Reshape", weights, graph.constant(Tensors.int64s(-1)));
    String edge = graph.range(graph.rows(flat));
    String target = graph.op("Div", edge, graph.int64(clusters));
    String first =
        graph.op(
            "Mul", graph.op("Div", edge, graph.int64(clusters * clusters)), graph.int64(clusters));
    String source = graph.op("Add", first, graph.op("Mod", edge, graph.int64(clusters)));
    return Edges.whole(
        graph, scatter, new Edges.Ends(source, target, flat), rows(clusters, members));
  }

  private Members members(long clusters, Members members) {
    String all = graph.range(rows(clusters, members));
    return new Members(graph.op("Div", all, graph.int64(clusters)), members.graphs());
  }

  private String rows(long clusters, Members members) {
    return graph.op("Mul", members.graphs(), graph.constant(Tensors.int64s(clusters)));
  }
}
