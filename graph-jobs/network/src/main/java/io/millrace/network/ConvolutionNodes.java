package io.millrace.network;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.Network.Node;
import java.util.List;
import java.util.Optional;

/** Layers that compute a row for each node from its neighbours: float [rows, width]. */
final class ConvolutionNodes {
  private final Graph graph;
  private final NetworkConstants constants;
  private final Scatter scatter;
  private final Products products;
  private final AttentionNodes attention;

  ConvolutionNodes(Graph graph, NetworkConstants constants, Scatter scatter, Products products) {
    this.graph = graph;
    this.constants = constants;
    this.scatter = scatter;
    this.products = products;
    this.attention = new AttentionNodes(graph, constants, scatter);
  }

  static boolean knows(Object layer) {
    return layer instanceof GraphLayer.GraphConv
        || layer instanceof GraphLayer.SageConv
        || layer instanceof GraphLayer.GatConv
        || layer instanceof GraphLayer.GinConv;
  }

  /**
   * How a convolution adds up messages, see {@link StageExporter#SUMS}; empty where it does not.
   */
  static Optional<String> sums(Object layer) {
    if (layer instanceof GraphLayer.GraphConv conv
        && conv.normalisation() == Normalisation.SYMMETRIC) {
      return Optional.of(StageExporter.SUMS_NORMALISED);
    }
    boolean weighted =
        layer instanceof GraphLayer.GraphConv
            || layer instanceof GraphLayer.GinConv
            || (layer instanceof GraphLayer.SageConv conv && conv.aggregator() == Aggregator.MEAN);
    return weighted ? Optional.of(StageExporter.SUMS_WEIGHTED) : Optional.empty();
  }

  String write(Node node, Values values, Edges edges) {
    if (node.layer() instanceof GraphLayer.GraphConv conv) {
      return graphConv(node, conv.normalisation(), values, edges);
    }
    if (node.layer() instanceof GraphLayer.SageConv conv) {
      String neighbours =
          conv.aggregator() == Aggregator.MEAN
              ? mean(node, values, edges)
              : max(node, values, edges);
      return sage(node, neighbours, values, edges);
    }
    if (node.layer() instanceof GraphLayer.GatConv conv) {
      return attention.write(node, conv, products.product(node, "weight", values), edges);
    }
    if (node.layer() instanceof GraphLayer.GinConv conv) {
      return gin(node, conv, values.wide(node.inputs().get(0)), edges);
    }
    throw new IllegalStateException("Unknown layer " + node.layer().getClass());
  }

  /**
   * The product comes before the sum over neighbours or behind it, wherever rows are narrower: the
   * two may change places since both are linear.
   */
  String graphConv(Node node, Normalisation normalisation, Values values, Edges edges) {
    boolean first = products.first(node, "weight", values);
    String input = node.inputs().get(0);
    String h = first ? products.product(node, "weight", values) : values.wide(input);
    int width = first ? constants.rows(node, "weight") : constants.shapes().width(input);
    String sum =
        normalisation == Normalisation.SYMMETRIC
            ? normalised(h, width, edges)
            : scatter.onto("add", edges.own(h), edges.ends().target(), edges.messages(h), width);
    String y = first ? sum : products.of(node, "weight", sum);
    return graph.op("Add", y, constants.constant(node, "bias"));
  }

  /** {@code h_i / d_i + sum_j w_ij h_j / sqrt(d_i d_j)}, both divided by sqrt(d_i) at the end. */
  private String normalised(String h, int width, Edges edges) {
    String d = graph.op("Add", edges.degree(), constants.number(1));
    String factor = graph.upright(graph.op("Reciprocal", graph.op("Sqrt", d)));
    String scaled = graph.op("Mul", h, factor);
    String sum =
        scatter.onto(
            "add", edges.own(scaled), edges.ends().target(), edges.messages(scaled), width);
    return graph.op("Mul", sum, edges.own(factor));
  }

  private String sage(Node node, String neighbours, Values values, Edges edges) {
    String self = edges.own(products.product(node, "self", values));
    return graph.node("", "Sum", List.of(self, neighbours, constants.constant(node, "bias")));
  }

  /** The product with the neighbours' matrix, on either side of the mean. */
  private String mean(Node node, Values values, Edges edges) {
    boolean first = products.first(node, "neighbour", values);
    String input = node.inputs().get(0);
    String z = first ? products.product(node, "neighbour", values) : values.wide(input);
    int width = first ? constants.rows(node, "neighbour") : constants.shapes().width(input);
    String sum = scatter.sum(edges.rows(), edges.ends().target(), edges.messages(z), width);
    String weights = edges.sums();
    String some = graph.op("Greater", weights, constants.number(0));
    String divisor = graph.op("Where", some, weights, constants.number(1));
    String mean = graph.op("Div", sum, graph.upright(divisor));
    return first ? mean : products.of(node, "neighbour", mean);
  }

  /** No maximum is below that of no neighbours, which is 0. */
  private String max(Node node, Values values, Edges edges) {
    String input = node.inputs().get(0);
    String pooled =
        graph.node(
            "",
            "Gemm",
            List.of(
                values.wide(input),
                constants.constant(node, "pool"),
                constants.constant(node, "pool-bias")),
            Attributes.ofInt("transB", 1));
    String messages = graph.gather(graph.op("Relu", pooled), edges.ends().source(), 0);
    int width = constants.shapes().width(input);
    String max = scatter.max(0, edges.rows(), edges.ends().target(), messages, width);
    return products.of(node, "neighbour", max);
  }

  private String gin(Node node, GraphLayer.GinConv conv, String x, Edges edges) {
    int width = constants.shapes().width(node.name());
    String own = edges.own(x);
    if (conv.learnt()) {
      own = graph.op("Mul", own, constants.number(1.0 + constants.values(node, "epsilon")[0]));
    }
    return scatter.onto("add", own, edges.ends().target(), edges.messages(x), width);
  }
}
