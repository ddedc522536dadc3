package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.model.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A linear predictor as nodes. Scores are double, [rows] for one score (K = 1) and [rows, K]
 * otherwise: the sum of many weights in float would differ from the training engine's.
 */
final class LinearNodes {
  private final Graph graph;
  private final Features features;
  private final Predictor.Linear linear;
  private final int width;

  LinearNodes(Graph graph, Features features, Predictor.Linear linear) {
    this.graph = graph;
    this.features = features;
    this.linear = linear;
    this.width = linear.bias().length;
  }

  String scores() {
    List<String> parts = new ArrayList<>();
    parts.add(graph.constant(Tensors.reals(linear.bias())));
    if (!linear.denseNames().isEmpty()) {
      parts.add(dense());
    }
    for (Predictor.Table table : linear.tables()) {
      String weights = graph.constant(weights(table.weights()));
      parts.add(graph.gather(weights, features.value(table.name()), 0));
    }
    return graph.node("", "Sum", parts);
  }

  private String dense() {
    List<String> columns = linear.denseNames().stream().map(features::value).toList();
    String x = graph.cast(graph.matrix(columns), DataType.DOUBLE);
    // ONNX Runtime multiplies a matrix of no rows with a matrix, but not with a vector.
    String scores = graph.op("MatMul", x, graph.constant(Tensors.matrix(transposed())));
    return width == 1 ? graph.op("Squeeze", scores, graph.constant(Tensors.int64s(1))) : scores;
  }

  /** [K][D] as [D][K]. */
  private double[][] transposed() {
    double[][] result = new double[linear.denseNames().size()][width];
    for (int k = 0; k < width; k++) {
      for (int d = 0; d < result.length; d++) {
        result[d][k] = linear.dense()[k][d];
      }
    }
    return result;
  }

  private TensorProto weights(double[][] rows) {
    return width == 1
        ? Tensors.reals(Arrays.stream(rows).mapToDouble(row -> row[0]).toArray())
        : Tensors.matrix(rows);
  }

  /** Throws unless the shapes fit together and to the features, and all weights are numbers. */
  void check() {
    Checks.finite("the bias", linear.bias());
    for (double[] row : linear.dense()) {
      Checks.size("a row of dense weights", row.length, linear.denseNames().size());
      Checks.finite("the dense weights", row);
    }
    linear.denseNames().forEach(name -> Checks.kind(features, name, FeatureOutput.Kind.DENSE));
    linear.tables().forEach(this::check);
  }

  private void check(Predictor.Table table) {
    FeatureOutput output = Checks.kind(features, table.name(), FeatureOutput.Kind.INDEX);
    String what = "the table of '" + table.name() + "'";
    Checks.size(what, table.weights().length, output.cardinality());
    for (double[] row : table.weights()) {
      Checks.size("a row of " + what, row.length, width);
      Checks.finite(what, row);
    }
  }
}
