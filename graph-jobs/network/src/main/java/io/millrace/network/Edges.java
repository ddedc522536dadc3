package io.millrace.network;

import org.jspecify.annotations.Nullable;

/** The edges among the nodes of one extent, as values of the file. */
final class Edges {
  private final Graph graph;
  private final Scatter scatter;
  private final Ends ends;
  private final String nodes;
  private final @Nullable String targets;
  private @Nullable String sums;
  private @Nullable String degree;

  /**
   * Where edges lead, as the positions of nodes.
   *
   * @param source int64 [edges]
   * @param target int64 [edges]
   * @param weight float [edges]; null where all are 1
   */
  record Ends(String source, String target, @Nullable String weight) {}

  private Edges(
      Graph graph,
      Scatter scatter,
      Ends ends,
      String nodes,
      @Nullable String targets,
      @Nullable String degree) {
    this.graph = graph;
    this.scatter = scatter;
    this.ends = ends;
    this.nodes = nodes;
    this.targets = targets;
    this.degree = degree;
  }

  /**
   * All edges of the nodes.
   *
   * @param nodes int64 [1]: how many there are
   */
  static Edges whole(Graph graph, Scatter scatter, Ends ends, String nodes) {
    return new Edges(graph, scatter, ends, nodes, null, null);
  }

  /**
   * All edges into the first of the nodes.
   *
   * @param targets int64 [1]: how many these are
   * @param degree float [nodes]: sum of the weights of all edges into a node
   */
  static Edges block(
      Graph graph, Scatter scatter, Ends ends, String nodes, String targets, String degree) {
    return new Edges(graph, scatter, ends, nodes, targets, degree);
  }

  Ends ends() {
    return ends;
  }

  /** How many nodes get a value: int64 [1]. */
  String rows() {
    return targets == null ? nodes : targets;
  }

  /** How many nodes there are: int64 [1]. */
  String nodes() {
    return nodes;
  }

  /** The rows of those nodes that get a value. */
  String own(String rows) {
    if (targets == null) {
      return rows;
    }
    String first = graph.constant(Tensors.int64s(0));
    return graph.op("Slice", rows, first, targets, first);
  }

  /** The rows where the edges begin, times the edges' weights: [edges, width]. */
  String messages(String rows) {
    String messages = graph.gather(rows, ends.source(), 0);
    return ends.weight() == null
        ? messages
        : graph.op("Mul", messages, graph.upright(ends.weight()));
  }

  /** The sum of the weights of the edges that are here into each node that gets a value. */
  String sums() {
    if (sums == null) {
      String weights =
          ends.weight() == null
              ? scatter.constant(Tensors.floats(1), graph.rows(ends.target()))
              : ends.weight();
      sums = scatter.total(Tensors.floats(0), rows(), ends.target(), weights);
    }
    return sums;
  }

  /** The sum of the weights of all edges into each node: float [nodes]. */
  String degree() {
    if (degree == null) {
      degree = sums();
    }
    return degree;
  }
}
