package io.millrace.network;

import io.millrace.network.ReferenceEdges.Edge;
import io.millrace.spec.network.GraphLayer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What each node computes from its neighbours, one node at a time. */
final class ReferenceConvolutions {
  private final Function<String, float[]> parameters;
  private final ReferenceEdges edges;
  private final double[][] x;

  /**
   * @param parameters of the layer by role
   * @param x [nodes, in]
   */
  ReferenceConvolutions(Function<String, float[]> parameters, ReferenceEdges edges, double[][] x) {
    this.parameters = parameters;
    this.edges = edges;
    this.x = x;
  }

  /** A row for each node. */
  double[][] value(GraphLayer layer) {
    if (layer instanceof GraphLayer.GraphConv conv) {
      return graphConv(conv.normalisation() == GraphLayer.GraphConv.Normalisation.SYMMETRIC);
    }
    if (layer instanceof GraphLayer.SageConv conv) {
      return conv.aggregator() == GraphLayer.SageConv.Aggregator.MEAN ? sageMean() : sageMax();
    }
    if (layer instanceof GraphLayer.GatConv conv) {
      return gatConv(conv);
    }
    if (layer instanceof GraphLayer.GinConv conv) {
      double epsilon = conv.learnt() ? parameters.apply("epsilon")[0] : 0;
      return nodes(i -> plus(times(1 + epsilon, x[i]), sum(i, x)));
    }
    throw new IllegalArgumentException("Unknown layer " + layer);
  }

  /** {@code y_i = h_i / d_i + sum_j w_ij h_j / sqrt(d_i d_j) + b}, or with every d = 1. */
  double[][] graphConv(boolean symmetric) {
    double[][] h = product(x, "weight");
    double[] d = each(x.length, i -> symmetric ? 1 + edges.degrees()[i] : 1);
    return nodes(
        i -> {
          double[] y = plus(times(1 / d[i], h[i]), doubles("bias"));
          for (Edge edge : edges.into().get(i)) {
            int j = edge.source();
            y = plus(y, times(edge.weight() / Math.sqrt(d[i] * d[j]), h[j]));
          }
          return y;
        });
  }

  private double[][] sageMean() {
    return sage(
        i -> {
          double all = edges.into().get(i).stream().mapToDouble(Edge::weight).sum();
          return edges.into().get(i).isEmpty() ? new double[width()] : times(1 / all, sum(i, x));
        });
  }

  private double[][] sageMax() {
    double[][] pooled = product(x, "pool");
    double[] bias = doubles("pool-bias");
    return sage(
        i ->
            each(
                width(),
                c ->
                    edges.into().get(i).stream()
                        .mapToDouble(edge -> Math.max(pooled[edge.source()][c] + bias[c], 0))
                        .max()
                        .orElse(0)));
  }

  private double[][] sage(Function<Integer, double[]> neighbours) {
    double[][] self = product(x, "self");
    double[][] all = product(nodes(neighbours), "neighbour");
    return nodes(i -> plus(plus(self[i], all[i]), doubles("bias")));
  }

  private double[][] gatConv(GraphLayer.GatConv conv) {
    double[][] h = product(x, "weight");
    return nodes(
        i -> {
          double[] heads = new double[conv.heads() * conv.out()];
          for (int head = 0; head < conv.heads(); head++) {
            System.arraycopy(head(conv, h, head, i), 0, heads, head * conv.out(), conv.out());
          }
          return plus(conv.concat() ? heads : mean(heads, conv.heads()), doubles("bias"));
        });
  }

  /** One head of one node, which is its own neighbour besides those that its edges lead to. */
  private double[] head(GraphLayer.GatConv conv, double[][] h, int head, int i) {
    int[] sources =
        IntStream.concat(IntStream.of(i), edges.into().get(i).stream().mapToInt(Edge::source))
            .toArray();
    double target = attention("target", conv.out(), head, h[i]);
    double[] e =
        each(
            sources.length,
            k -> {
              double score = attention("source", conv.out(), head, h[sources[k]]) + target;
              return score > 0 ? score : conv.slope() * score;
            });
    double[] a = softmax(e);
    return each(
        conv.out(),
        c ->
            IntStream.range(0, a.length)
                .mapToDouble(k -> a[k] * h[sources[k]][head * conv.out() + c])
                .sum());
  }

  private double attention(String role, int out, int head, double[] h) {
    double[] vector = doubles(role);
    return IntStream.range(head * out, (head + 1) * out).mapToDouble(c -> vector[c] * h[c]).sum();
  }

  private static double[] mean(double[] heads, int count) {
    int out = heads.length / count;
    return each(
        out, c -> IntStream.range(0, count).mapToDouble(k -> heads[k * out + c]).sum() / count);
  }

  static double[] softmax(double[] scores) {
    double max = Arrays.stream(scores).max().orElseThrow();
    double all = Arrays.stream(scores).map(s -> Math.exp(s - max)).sum();
    return Arrays.stream(scores).map(s -> Math.exp(s - max) / all).toArray();
  }

  private double[] sum(int i, double[][] values) {
    double[] sum = new double[width()];
    for (Edge edge : edges.into().get(i)) {
      sum = plus(sum, times(edge.weight(), values[edge.source()]));
    }
    return sum;
  }

  /** {@code x W'}. */
  private double[][] product(double[][] rows, String role) {
    float[] weight = parameters.apply(role);
    int in = width();
    return Arrays.stream(rows)
        .map(
            row ->
                each(
                    weight.length / in,
                    o ->
                        IntStream.range(0, in).mapToDouble(c -> row[c] * weight[o * in + c]).sum()))
        .toArray(double[][]::new);
  }

  /** Of no nodes the width does not matter. */
  private int width() {
    return x.length == 0 ? 1 : x[0].length;
  }

  private double[][] nodes(Function<Integer, double[]> value) {
    return IntStream.range(0, x.length).boxed().map(value).toArray(double[][]::new);
  }

  private double[] doubles(String role) {
    float[] values = parameters.apply(role);
    return each(values.length, i -> values[i]);
  }

  private static double[] plus(double[] a, double[] b) {
    return each(a.length, i -> a[i] + b[i]);
  }

  private static double[] times(double factor, double[] a) {
    return each(a.length, i -> factor * a[i]);
  }

  private static double[] each(int width, IntToDoubleFunction value) {
    return IntStream.range(0, width).mapToDouble(value).toArray();
  }

  /** The layers that the class knows. */
  static boolean knows(GraphLayer layer) {
    return List.of(
            GraphLayer.GraphConv.class,
            GraphLayer.SageConv.class,
            GraphLayer.GatConv.class,
            GraphLayer.GinConv.class)
        .contains(layer.getClass());
  }
}
