package io.millrace.network;

import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network.Node;
import java.util.ArrayList;
import java.util.List;

/** Layers that multiply their inputs with each other. */
final class InteractionNodes {
  private final Graph graph;
  private final NetworkConstants constants;

  InteractionNodes(Graph graph, NetworkConstants constants) {
    this.graph = graph;
    this.constants = constants;
  }

  String write(Node node, List<String> inputs) {
    Layer layer = node.layer();
    if (layer instanceof Layer.Cross cross) {
      return cross(node, cross, inputs.get(0), inputs.get(1));
    }
    if (layer instanceof Layer.FactorisationMachine) {
      return factorisationMachine(inputs);
    }
    if (layer instanceof Layer.DotInteraction) {
      return dots(node, inputs);
    }
    throw new IllegalStateException("Unknown layer " + layer.getClass());
  }

  private String cross(Node node, Layer.Cross cross, String x0, String x) {
    // x W' = (x V) U'
    String left = cross.rank() == 0 ? x : graph.op("MatMul", x, constants.constant(node, "v"));
    String right = constants.constant(node, cross.rank() == 0 ? "weight" : "u");
    String bias = constants.constant(node, "bias");
    String linear =
        graph.node("", "Gemm", List.of(left, right, bias), Attributes.ofInt("transB", 1));
    return graph.op("Add", graph.op("Mul", x0, linear), x);
  }

  private String factorisationMachine(List<String> vectors) {
    String sum = graph.node("", "Sum", vectors);
    List<String> squares = vectors.stream().map(v -> graph.op("Mul", v, v)).toList();
    String pairs = graph.op("Sub", graph.op("Mul", sum, sum), graph.node("", "Sum", squares));
    String twice = graph.op("ReduceSum", pairs, graph.constant(Tensors.int64s(1)));
    return graph.op("Mul", twice, constants.number(0.5));
  }

  /** All products [rows, k, k] at once, of which the lower triangle is taken row by row. */
  private String dots(Node node, List<String> vectors) {
    long k = vectors.size();
    int width = constants.shapes().width(node.inputs().get(0));
    String joined = graph.node("", "Concat", vectors, Attributes.ofInt("axis", 1));
    String stacked = reshape(joined, k, width);
    String turned =
        graph.node(
            "", "Transpose", List.of(stacked), Attributes.ofInts("perm", List.of(0L, 2L, 1L)));
    String products = reshape(graph.op("MatMul", stacked, turned), k * k);
    return graph.gather(products, graph.constant(Tensors.int64s(below(k))), 1);
  }

  /** Keeps the rows: a length of 0 is that of the input, so that no rows are as good as many. */
  private String reshape(String x, long... lengths) {
    long[] shape = new long[lengths.length + 1];
    System.arraycopy(lengths, 0, shape, 1, lengths.length);
    return graph.op("Reshape", x, graph.constant(Tensors.int64s(shape)));
  }

  /** Places of (1,0), (2,0), (2,1), (3,0), ... in a matrix [k, k]. */
  private static long[] below(long k) {
    List<Long> places = new ArrayList<>();
    for (long i = 1; i < k; i++) {
      for (long j = 0; j < i; j++) {
        places.add(i * k + j);
      }
    }
    return places.stream().mapToLong(Long::longValue).toArray();
  }
}
