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
