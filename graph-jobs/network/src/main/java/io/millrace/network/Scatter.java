package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows taken together by the row that each belongs to: sums and maxima along edges and over graphs.
 *
 * <p>By ScatterElements on one flat axis. ScatterND with a reduction is wrong in ONNX Runtime as
 * soon as two threads meet the same row (19 of 20 runs at 20,000 edges); with an index as wide as
 * the rows ScatterElements takes twice as long.
 */
final class Scatter {
  private final Graph graph;
  private final Map<String, String> places = new HashMap<>();

  Scatter(Graph graph) {
    this.graph = graph;
  }

  /**
   * Sums [rows, width], 0 where no row belongs.
   *
   * @param rows int64 [1]
   * @param to int64 [messages]: the row of each message
   * @param messages float [messages, width]
   */
  String sum(String rows, String to, String messages, int width) {
    return shaped(reduced("add", filled(0, rows, width), to, messages, width), width);
  }

  /**
   * Maxima [rows, width].
   *
   * @param least what they are at least
   */
  String max(float least, String rows, String to, String messages, int width) {
    return shaped(reduced("max", filled(least, rows, width), to, messages, width), width);
  }

  /**
   * Sums or maxima with rows of which each begins with its own.
   *
   * @param reduction {@code add} or {@code max}
   * @param own [rows, width]
   */
  String onto(String reduction, String own, String to, String messages, int width) {
    return shaped(reduced(reduction, flat(own), to, messages, width), width);
  }

  /**
   * Sums [rows] of single numbers.
   *
   * @param zero the tensor [1] of 0 in the type of the numbers
   * @param numbers [messages]
   */
  String total(TensorProto zero, String rows, String to, String numbers) {
    return reduced("add", constant(zero, rows), to, numbers, 1);
  }

  /** A vector of one number, as long as int64 [1] says. */
  String constant(TensorProto number, String length) {
    return graph.node("", "ConstantOfShape", List.of(length), Attributes.ofTensor("value", number));
  }

  private String filled(float value, String rows, int width) {
    String length =
        width == 1 ? rows : graph.op("Mul", rows, graph.constant(Tensors.int64s(width)));
    return constant(Tensors.floats(value), length);
  }

  private String reduced(String reduction, String flat, String to, String messages, int width) {
    return graph.node(
        "",
        "ScatterElements",
        List.of(flat, places(to, width), flat(messages)),
        Attributes.ofInt("axis", 0),
        Attributes.ofString("reduction", reduction));
  }

  /** Where each number of the messages goes: layers of one width share the index. */
  private String places(String to, int width) {
    return width == 1
        ? to
        : places.computeIfAbsent(
            width + ":" + to,
            key -> {
              String first = graph.op("Mul", to, graph.int64(width));
              long[] columns = new long[width];
              Arrays.setAll(columns, c -> c);
              String all =
                  graph.op("Add", graph.upright(first), graph.constant(Tensors.int64s(columns)));
              return flat(all);
            });
  }

  private String flat(String value) {
    return graph.op("Reshape", value, graph.constant(Tensors.int64s(-1)));
  }

  private String shaped(String flat, int width) {
    return graph.op("Reshape", flat, graph.constant(Tensors.int64s(-1, width)));
  }
}
