package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.network.GraphLayer.TopKPool;
import java.util.List;

/**
 * The nodes with the highest scores of each graph and the edges among them. ONNX's TopK takes of
 * equal values that first which stands first, so sorting by scores and then by graphs is stable.
 */
final class TopKNodes {
  private static final TensorProto NONE = Tensors.int64s(0);
  private static final TensorProto ONE = Tensors.int64s(1);

  private final Graph graph;
  private final Scatter scatter;

  TopKNodes(Graph graph, Scatter scatter) {
    this.graph = graph;
    this.scatter = scatter;
  }

  /**
   * What is left of a graph.
   *
   * @param x float [kept, width]
   */
  record Kept(String x, Edges edges, Members members) {}

  /**
   * @param x float [nodes, width]
   * @param scores float [nodes]
   */
  Kept write(double ratio, String x, String scores, Edges edges, Members members) {
    String keeps = keeps(ratio, scores, edges, members);
    String kept = compressed(graph.range(edges.nodes()), keeps);
    Edges left = Edges.whole(graph, scatter, left(edges.ends(), keeps), graph.rows(kept));
    Members among = new Members(graph.gather(members.batch(), kept, 0), members.graphs());
    String factor = graph.upright(graph.op("Tanh", graph.gather(scores, kept, 0)));
    return new Kept(graph.op("Mul", graph.gather(x, kept, 0), factor), left, among);
  }

  /** Whether the place of a node in its graph is less than the number to keep: bool [nodes]. */
  private String keeps(double ratio, String scores, Edges edges, Members members) {
    String ones = scatter.constant(ONE, edges.nodes());
    String counts = scatter.total(NONE, members.graphs(), members.batch(), ones);
    String order = order(scores, edges.nodes(), members.batch());
    String begins = before(counts);
    String graphOf = graph.gather(members.batch(), order, 0);
    String place = graph.op("Sub", graph.range(edges.nodes()), graph.gather(begins, graphOf, 0));
    String byNode = scatter.total(NONE, edges.nodes(), order, place);
    String limit = graph.gather(limits(ratio, counts), members.batch(), 0);
    return graph.op("Less", byNode, limit);
  }

  /** {@code ceil(ratio n)} in double precision. */
  private String limits(double ratio, String counts) {
    String exact = graph.op("Mul", graph.cast(counts, DataType.DOUBLE), graph.real(ratio));
    return graph.cast(graph.op("Ceil", exact), DataType.INT64);
  }

  /** The nodes by graph and falling score: int64 [nodes]. */
  private String order(String scores, String nodes, String batch) {
    String steps = graph.op("Mul", scores, graph.constant(Tensors.floats(TopKPool.STEPS)));
    String byScore = sorted(graph.op("Round", steps), nodes, true);
    String byGraph = sorted(graph.gather(batch, byScore, 0), nodes, false);
    return graph.gather(byScore, byGraph, 0);
  }

  private String sorted(String values, String number, boolean falling) {
    return graph.second(
        "TopK",
        List.of(values, number),
        Attributes.ofInt("axis", 0),
        Attributes.ofInt("largest", falling ? 1 : 0),
        Attributes.ofInt("sorted", 1));
  }

  /** The sum of all numbers before each. */
  private String before(String numbers) {
    return graph.node(
        "", "CumSum", List.of(numbers, graph.int64(0)), Attributes.ofInt("exclusive", 1));
  }

  private String compressed(String values, String keeps) {
    return graph.node("", "Compress", List.of(values, keeps), Attributes.ofInt("axis", 0));
  }

  private Edges.Ends left(Edges.Ends ends, String keeps) {
    String both =
        graph.op(
            "And", graph.gather(keeps, ends.source(), 0), graph.gather(keeps, ends.target(), 0));
    String names = before(graph.cast(keeps, DataType.INT64));
    return new Edges.Ends(
        graph.gather(names, compressed(ends.source(), both), 0),
        graph.gather(names, compressed(ends.target(), both), 0),
        ends.weight() == null ? null : compressed(ends.weight(), both));
  }
}
