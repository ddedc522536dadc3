package io.millrace.network;

import io.millrace.spec.network.Network.Node;
import java.util.List;

/** Products of a value with a matrix of a node, over all numbers or over those that are not 0. */
final class Products {
  private final Graph graph;
  private final NetworkConstants constants;
  private final Scatter scatter;

  Products(Graph graph, NetworkConstants constants, Scatter scatter) {
    this.graph = graph;
    this.constants = constants;
    this.scatter = scatter;
  }

  /** {@code x W'} of a node's input, with the rows of neighbours too: [nodes, out]. */
  String product(Node node, String role, Values values) {
    String known = values.product(node, role);
    if (known != null) {
      return known;
    }
    String input = node.inputs().get(0);
    Values.Entries entries = values.sparse(input);
    return entries == null ? of(node, role, values.wide(input)) : of(node, role, entries);
  }

  /** {@code x W'}. */
  String of(Node node, String role, String x) {
    return graph.node(
        "", "Gemm", List.of(x, constants.constant(node, role)), Attributes.ofInt("transB", 1));
  }

  private String of(Node node, String role, Values.Entries entries) {
    String columns = graph.gather(constants.transposed(node, role), entries.column(), 0);
    String parts = graph.op("Mul", columns, graph.upright(entries.value()));
    return scatter.sum(entries.rows(), entries.row(), parts, constants.rows(node, role));
  }

  /** Whether the product must come before what is done with its rows. */
  boolean first(Node node, String role, Values values) {
    return values.product(node, role) != null
        || values.sparse(node.inputs().get(0)) != null
        || constants.rows(node, role) <= constants.shapes().width(node.inputs().get(0));
  }
}
