package io.millrace.spec.network;

import java.util.List;

/** Parameters and widths of layers over graphs. */
final class GraphShapes {
  /** Takes the parameters of a node in the order of its formula. */
  interface Parameters {
    void add(String role, List<Integer> shape, Parameter.Kind kind);
  }

  private GraphShapes() {}

  /**
   * @param in width of x, the last input
   * @return width of the result
   */
  static int width(GraphLayer layer, int in, Parameters parameters) {
    if (layer instanceof GraphLayer.GraphConv conv) {
      matrix(parameters, "weight", conv.out(), in);
      bias(parameters, "bias", conv.out());
      return conv.out();
    } else if (layer instanceof GraphLayer.SageConv conv) {
      return sage(conv, in, parameters);
    } else if (layer instanceof GraphLayer.GatConv conv) {
      return gat(conv, in, parameters);
    } else if (layer instanceof GraphLayer.GinConv conv) {
      if (conv.learnt()) {
        bias(parameters, "epsilon", 1);
      }
    } else if (layer instanceof GraphLayer.AttentionPool) {
      matrix(parameters, "weight", 1, in);
      bias(parameters, "bias", 1);
    } else if (layer instanceof GraphLayer.TopKPool pool) {
      matrix(parameters, "weight", 1, in);
      if (pool.score() == GraphLayer.TopKPool.Score.GRAPH) {
        bias(parameters, "bias", 1);
      }
    } else if (layer instanceof GraphLayer.Pairs pairs) {
      return switch (pairs.combination()) {
        case DOT -> 1;
        case PRODUCT -> in;
        case CONCAT -> Math.multiplyExact(2, in);
      };
    }
    return in;
  }

  private static int sage(GraphLayer.SageConv conv, int in, Parameters parameters) {
    if (conv.aggregator() == GraphLayer.SageConv.Aggregator.MAX) {
      matrix(parameters, "pool", in, in);
      bias(parameters, "pool-bias", in);
    }
    matrix(parameters, "self", conv.out(), in);
    matrix(parameters, "neighbour", conv.out(), in);
    bias(parameters, "bias", conv.out());
    return conv.out();
  }

  private static int gat(GraphLayer.GatConv conv, int in, Parameters parameters) {
    int all = Math.multiplyExact(conv.heads(), conv.out());
    matrix(parameters, "weight", all, in);
    matrix(parameters, "source", conv.heads(), conv.out());
    matrix(parameters, "target", conv.heads(), conv.out());
    int width = conv.concat() ? all : conv.out();
    bias(parameters, "bias", width);
    return width;
  }

  private static void matrix(Parameters parameters, String role, int rows, int columns) {
    parameters.add(role, List.of(rows, columns), Parameter.Kind.MATRIX);
  }

  private static void bias(Parameters parameters, String role, int width) {
    parameters.add(role, List.of(width), Parameter.Kind.BIAS);
  }
}
