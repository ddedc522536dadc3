package io.millrace.network;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Network.Node;
import java.util.List;

/** One row for each graph: float [graphs, width], 0 for graphs without nodes. */
final class PoolNodes {
  private final Graph graph;
  private final NetworkConstants constants;
  private final Scatter scatter;

  PoolNodes(Graph graph, NetworkConstants constants, Scatter scatter) {
    this.graph = graph;
    this.constants = constants;
    this.scatter = scatter;
  }

  String global(Node node, GraphLayer.GlobalPool.Kind kind, String x, Members members) {
    int width = constants.shapes().width(node.name());
    return switch (kind) {
      case SUM -> sum(x, members, width);
      case MEAN -> {
        String atLeastOne = graph.op("Max", count(members), constants.number(1));
        yield graph.op("Div", sum(x, members, width), graph.upright(atLeastOne));
      }
      case MAX -> {
        String max =
            scatter.max(Float.NEGATIVE_INFINITY, members.graphs(), members.batch(), x, width);
        String some = graph.op("Greater", count(members), constants.number(0));
        yield graph.op("Where", graph.upright(some), max, constants.number(0));
      }
    };
  }

  private String sum(String x, Members members, int width) {
    return scatter.sum(members.graphs(), members.batch(), x, width);
  }

  /** Nodes of each graph: float [graphs]. */
  private String count(Members members) {
    String ones = scatter.constant(Tensors.floats(1), graph.rows(members.batch()));
    return scatter.total(Tensors.floats(0), members.graphs(), members.batch(), ones);
  }

  /** The softmax over a graph is that of differences to its largest score. */
  String attention(Node node, String x, Members members) {
    String scores =
        graph.node(
            "",
            "Gemm",
            List.of(x, constants.constant(node, "weight"), constants.constant(node, "bias")),
            Attributes.ofInt("transB", 1));
    String max = scatter.max(Float.NEGATIVE_INFINITY, members.graphs(), members.batch(), scores, 1);
    String largest = graph.gather(max, members.batch(), 0);
    String parts = graph.op("Exp", graph.op("Sub", scores, largest));
    String all = graph.gather(sum(parts, members, 1), members.batch(), 0);
    String weighted = graph.op("Mul", x, graph.op("Div", parts, all));
    return sum(weighted, members, constants.shapes().width(node.name()));
  }
}
