package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.feature.Transform;
import java.util.List;

/** Transforms of numbers: double [rows], NaN where missing. */
final class NumberNodes {
  private final Graph graph;

  NumberNodes(Graph graph) {
    this.graph = graph;
  }

  /** Returns float [rows]. */
  String numeric(Transform.Numeric transform, String x) {
    Checks.constant(transform.name(), "imputed value", transform.imputed());
    Checks.constant(transform.name(), "mean", transform.mean());
    Checks.divisor(transform.name(), "scale", transform.scale());
    String value = graph.op("Where", graph.op("IsNaN", x), graph.real(transform.imputed()), x);
    if (transform.log()) {
      String positive = graph.op("Max", value, graph.real(0));
      value = graph.op("Log", graph.op("Add", graph.real(1), positive));
    }
    String centred = graph.op("Sub", value, graph.real(transform.mean()));
    return graph.cast(graph.op("Div", centred, graph.real(transform.scale())), DataType.FLOAT);
  }

  /** Returns int64 [rows]. */
  String bins(Transform.Bins transform, String x) {
    String present = graph.cast(graph.op("Not", graph.op("IsNaN", x)), DataType.INT64);
    if (transform.edges().isEmpty()) {
      return present;
    }
    // NaN is greater than no edge, so a missing number counts 0 edges and is not present.
    return graph.op("Add", present, edgesUpTo(transform.edges(), x));
  }

  private String edgesUpTo(List<Double> edges, String x) {
    double[] values = edges.stream().mapToDouble(Double::doubleValue).toArray();
    String upright = graph.op("Unsqueeze", x, graph.constant(Tensors.int64s(1)));
    String passed = graph.op("LessOrEqual", graph.constant(Tensors.reals(values)), upright);
    return graph.node(
        "",
        "ReduceSum",
        List.of(graph.cast(passed, DataType.INT64), graph.constant(Tensors.int64s(1))),
        Attributes.ofInt("keepdims", 0));
  }
}
