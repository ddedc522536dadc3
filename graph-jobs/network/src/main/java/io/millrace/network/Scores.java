package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Shapes;

/** From the output of a network to its scores. */
final class Scores {
  private Scores() {}

  /**
   * Double, [rows] for one score (K = 1) and [rows, K] otherwise.
   *
   * @param output float [rows, K]
   */
  static String write(Graph graph, Predictor.Deep deep, String output) {
    String scores = graph.cast(output, DataType.DOUBLE);
    boolean single = Shapes.of(deep.network()).outputWidth() == 1;
    return scaled(
        graph,
        deep,
        single ? graph.op("Squeeze", scores, graph.constant(Tensors.int64s(1))) : scores);
  }

  private static String scaled(Graph graph, Predictor.Deep deep, String scores) {
    String scaled = deep.scale() == 1 ? scores : graph.op("Mul", scores, graph.real(deep.scale()));
    return deep.shift() == 0 ? scaled : graph.op("Add", scaled, graph.real(deep.shift()));
  }
}
