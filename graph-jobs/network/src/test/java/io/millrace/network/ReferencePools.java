package io.millrace.network;

import io.millrace.network.ReferenceEdges.Edge;
import io.millrace.spec.network.GraphLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What makes fewer rows from the nodes of each graph. */
final class ReferencePools {
  private final Function<String, float[]> parameters;
  private final ReferenceEdges edges;

  /**
   * @param parameters of the layer by role
   */
  ReferencePools(Function<String, float[]> parameters, ReferenceEdges edges) {
    this.parameters = parameters;
    this.edges = edges;
  }

  /** Rows of a smaller graph and its edges. */
  record Pooled(double[][] rows, ReferenceEdges edges) {}

  /**
   * [graphs, width].
   *
   * @param width of x, which may have no rows
   */
  double[][] global(GraphLayer.GlobalPool.Kind kind, double[][] x, int width) {
    return graphs(
        nodes ->
            each(
                width,
                c -> {
                  double[] column = Arrays.stream(nodes).mapToDouble(i -> x[i][c]).toArray();
                  return switch (kind) {
                    case MEAN -> Arrays.stream(column).average().orElse(0);
                    case MAX -> Arrays.stream(column).max().orElse(0);
                    case SUM -> Arrays.stream(column).sum();
                  };
                }));
  }

  /** [graphs, width]. */
  double[][] attention(double[][] x, int width) {
    double[] weight = doubles("weight");
    double bias = parameters.apply("bias")[0];
    return graphs(
        nodes -> {
          if (nodes.length == 0) {
            return new double[width];
          }
          double[] a =
              ReferenceConvolutions.softmax(
                  each(nodes.length, k -> dot(x[nodes[k]], weight) + bias));
          return each(
              width,
              c -> IntStream.range(0, a.length).mapToDouble(k -> a[k] * x[nodes[k]][c]).sum());
        });
  }

  private double[][] graphs(Function<int[], double[]> row) {
    return IntStream.range(0, edges.size())
        .mapToObj(graph -> row.apply(edges.nodesOf(graph).toArray()))
        .toArray(double[][]::new);
  }

  /** Scores of {@code GRAPH} are those of a graph convolution with symmetric normalisation. */
  Pooled topK(GraphLayer.TopKPool pool, double[][] x) {
    double[] scores = scores(pool.score(), x);
    int[] kept =
        IntStream.range(0, edges.size())
            .flatMap(graph -> best(edges.nodesOf(graph), pool.ratio(), scores))
            .toArray();
    double[][] rows =
        Arrays.stream(kept)
            .mapToObj(i -> each(x[i].length, c -> x[i][c] * Math.tanh(scores[i])))
            .toArray(double[][]::new);
    return new Pooled(rows, edges.among(kept));
  }

  private double[] scores(GraphLayer.TopKPool.Score score, double[][] x) {
    if (score == GraphLayer.TopKPool.Score.GRAPH) {
      double[][] all = new ReferenceConvolutions(parameters, edges, x).graphConv(true);
      return each(all.length, i -> all[i][0]);
    }
    double[] p = doubles("weight");
    double length = Math.sqrt(dot(p, p));
    return each(x.length, i -> dot(x[i], p) / length);
  }

  /** Sorting is stable, so of equal scores, compared in steps, the first node stays. */
  private static IntStream best(IntStream nodes, double ratio, double[] scores) {
    List<Integer> all = nodes.boxed().toList();
    return all.stream()
        .sorted(Comparator.comparing(i -> -Math.rint(1024 * scores[i])))
        .limit((long) Math.ceil(ratio * all.size()))
        .mapToInt(Integer::intValue)
        .sorted();
  }

  /**
   * @param scores [nodes, clusters]
   * @param z [nodes, width]
   */
  Pooled diff(double[][] scores, double[][] z, int clusters, int width) {
    double[][] s =
        Arrays.stream(scores).map(ReferenceConvolutions::softmax).toArray(double[][]::new);
    List<double[]> rows = new ArrayList<>();
    List<List<Edge>> into = new ArrayList<>();
    for (int graph = 0; graph < edges.size(); graph++) {
      int[] nodes = edges.nodesOf(graph).toArray();
      for (int a = 0; a < clusters; a++) {
        int cluster = a;
        rows.add(
            each(width, c -> Arrays.stream(nodes).mapToDouble(i -> s[i][cluster] * z[i][c]).sum()));
        into.add(between(nodes, s, cluster, graph * clusters, clusters));
      }
    }
    int[] begins = IntStream.rangeClosed(0, edges.size()).map(graph -> graph * clusters).toArray();
    return new Pooled(rows.toArray(double[][]::new), ReferenceEdges.of(into, begins));
  }

  /** {@code (S' A S)_ab} for all b: the edges into cluster a. */
  private List<Edge> between(int[] nodes, double[][] s, int a, int first, int clusters) {
    return Stream.iterate(0, b -> b < clusters, b -> b + 1)
        .map(
            b ->
                new Edge(
                    first + b,
                    Arrays.stream(nodes)
                        .mapToDouble(
                            i ->
                                edges.into().get(i).stream()
                                    .mapToDouble(
                                        edge -> s[i][a] * edge.weight() * s[edge.source()][b])
                                    .sum())
                        .sum()))
        .toList();
  }

  private double[] doubles(String role) {
    float[] values = parameters.apply(role);
    return each(values.length, i -> values[i]);
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(d -> a[d] * b[d]).sum();
  }

  private static double[] each(int width, IntToDoubleFunction value) {
    return IntStream.range(0, width).mapToDouble(value).toArray();
  }
}
