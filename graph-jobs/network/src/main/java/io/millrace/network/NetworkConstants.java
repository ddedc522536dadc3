package io.millrace.network;

import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import java.util.Map;

/** The parameters of a network as constants of a graph. */
final class NetworkConstants {
  private final Graph graph;
  private final Shapes shapes;
  private final Map<String, float[]> values;

  NetworkConstants(Graph graph, Predictor.Deep deep) {
    this.graph = graph;
    this.shapes = Shapes.of(deep.network());
    this.values = deep.parameters();
  }

  Shapes shapes() {
    return shapes;
  }

  float[] values(Parameter parameter) {
    return values.get(parameter.name());
  }

  float[] values(Node node, String role) {
    return values(parameter(node, role));
  }

  /** The constant with the parameter's shape. */
  String constant(Node node, String role) {
    Parameter parameter = parameter(node, role);
    long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
    return graph.constant(Tensors.floats(shape, values(parameter)));
  }

  /** The constant of a matrix [rows, columns] as [columns, rows]. */
  String transposed(Node node, String role) {
    Parameter parameter = parameter(node, role);
    int rows = parameter.shape().get(0);
    int columns = parameter.shape().get(1);
    float[] matrix = values(parameter);
    float[] turned = new float[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = matrix[r * columns + c];
      }
    }
    return graph.constant(Tensors.floats(new long[] {columns, rows}, turned));
  }

  /** The first size of a parameter. */
  int rows(Node node, String role) {
    return parameter(node, role).shape().get(0);
  }

  /** A constant [length] that is made of parameters. */
  String vector(float[] vector) {
    return graph.constant(Tensors.floats(vector));
  }

  /** A single number. */
  String number(double value) {
    return graph.constant(Tensors.floats(new long[0], (float) value));
  }

  private Parameter parameter(Node node, String role) {
    String name = node.name() + "." + role;
    return shapes.parameters(node.name()).stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Unknown parameter " + name));
  }
}
