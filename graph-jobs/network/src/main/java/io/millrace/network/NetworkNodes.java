package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network of layers as nodes, in float as it was trained. The last node of each layer has the
 * layer's name.
 */
final class NetworkNodes {
  private final Graph graph;
  private final Features features;
  private final Predictor.Deep deep;
  private final NetworkConstants constants;
  private final LayerNodes layers;
  private final Map<String, String> values = new HashMap<>();

  NetworkNodes(Graph graph, Features features, Predictor.Deep deep) {
    this.graph = graph;
    this.features = features;
    this.deep = deep;
    this.constants = new NetworkConstants(graph, deep);
    this.layers = new LayerNodes(graph, constants);
  }

  /** Double, [rows] for one score (K = 1) and [rows, K] otherwise. */
  String scores() {
    deep.network().inputs().forEach(input -> values.put(input.name(), value(input)));
    deep.network().nodes().forEach(node -> values.put(node.name(), value(node)));
    String output = graph.cast(values.get(deep.network().output()), DataType.DOUBLE);
    boolean single = constants.shapes().outputWidth() == 1;
    return scaled(single ? graph.op("Squeeze", output, graph.constant(Tensors.int64s(1))) : output);
  }

  /** Float [rows, features] if dense, int64 [rows] if an index. */
  private String value(Network.Input input) {
    return input instanceof Network.Dense dense
        ? graph.matrix(dense.features().stream().map(features::value).toList())
        : features.value(input.name());
  }

  private String value(Network.Node node) {
    List<String> inputs = node.inputs().stream().map(values::get).toList();
    if (node.layer() instanceof Layer.Dropout) {
      return inputs.get(0);
    }
    String value = layers.write(node, inputs);
    graph.label(node.name());
    return value;
  }

  private String scaled(String output) {
    String scaled = deep.scale() == 1 ? output : graph.op("Mul", output, graph.real(deep.scale()));
    return deep.shift() == 0 ? scaled : graph.op("Add", scaled, graph.real(deep.shift()));
  }

  /** Throws unless the inputs are the features' and all parameters are numbers that can be used. */
  void check() {
    Checks.finite("the scale", deep.scale());
    Checks.finite("the shift", deep.shift());
    deep.network().inputs().forEach(this::check);
    constants.shapes().parameters().forEach(this::check);
  }

  private void check(Network.Input input) {
    if (input instanceof Network.Dense dense) {
      if (dense.features().isEmpty()) {
        throw new IllegalArgumentException(
            ("Cannot export the model: input '%s' of the network has no features (expected at"
                    + " least one). Leave the input out.")
                .formatted(dense.name()));
      }
      dense.features().forEach(name -> Checks.kind(features, name, FeatureOutput.Kind.DENSE));
    } else if (input instanceof Network.Index index) {
      FeatureOutput output = Checks.kind(features, index.name(), FeatureOutput.Kind.INDEX);
      Checks.size("index '" + index.name() + "'", index.cardinality(), output.cardinality());
    }
  }

  private void check(Parameter parameter) {
    String what = "parameter '" + parameter.name() + "'";
    float[] values = constants.values(parameter);
    Checks.finite(what, values);
    if (parameter.kind() == Parameter.Kind.RUNNING_VARIANCE) {
      Checks.notNegative(what, values);
    }
  }
}
