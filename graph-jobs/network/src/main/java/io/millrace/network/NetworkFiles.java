package io.millrace.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Parameter;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A network of layers: each parameter as floats of its own name and shape. */
final class NetworkFiles {
  private static final String DENSE = "dense";
  private static final String INDEX = "index";
  private static final String SPARSE = "sparse";

  private NetworkFiles() {}

  static void describe(Predictor.Deep deep, ObjectNode json) {
    ArrayNode inputs = json.putArray("inputs");
    deep.network().inputs().forEach(input -> describe(input, inputs.addObject()));
    ArrayNode nodes = json.putArray("nodes");
    for (Network.Node node : deep.network().nodes()) {
      ObjectNode entry = nodes.addObject().put("name", node.name());
      LayerJson.write(node.layer(), entry.putObject("layer"));
      node.inputs().forEach(entry.putArray("inputs")::add);
    }
    json.put("output", deep.network().output());
    json.put("scale", finite("scale", deep.scale()));
    json.put("shift", finite("shift", deep.shift()));
  }

  private static void describe(Network.Input input, ObjectNode json) {
    if (input instanceof Network.Dense dense) {
      json.put("type", DENSE).put("name", dense.name());
      dense.features().forEach(json.putArray("features")::add);
    } else if (input instanceof Network.Index index) {
      json.put("type", INDEX).put("name", index.name()).put("cardinality", index.cardinality());
    } else if (input instanceof Network.Sparse sparse) {
      json.put("type", SPARSE).put("name", sparse.name()).put("width", sparse.width());
    } else {
      throw new IllegalStateException("Unknown input " + input.getClass());
    }
  }

  /** JSON has no other numbers. */
  private static double finite(String key, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "Cannot write network.json: '%s' is %s (expected a finite number)."
              .formatted(key, value));
    }
    return value;
  }

  static List<Tensor> weights(Predictor.Deep deep) {
    List<Tensor> tensors = new ArrayList<>();
    Set<String> strangers = new TreeSet<>(deep.parameters().keySet());
    for (Parameter parameter : Shapes.of(deep.network()).parameters()) {
      float[] values = deep.parameters().get(parameter.name());
      tensors.add(new Tensor.Floats(parameter.name(), shape(parameter), values));
      strangers.remove(parameter.name());
    }
    if (!strangers.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot write weights.safetensors: the model holds %s (expected only parameters of its network)."
              .formatted(strangers));
    }
    return tensors;
  }

  static Predictor read(Task task, NetworkJson json, Weights weights) {
    Network network =
        new Network(
            json.objects("inputs").stream().map(NetworkFiles::input).toList(),
            json.objects("nodes").stream().map(NetworkFiles::node).toList(),
            json.text("output"));
    Map<String, float[]> parameters = new LinkedHashMap<>();
    for (Parameter parameter : shapes(json, network).parameters()) {
      parameters.put(parameter.name(), weights.floats(parameter.name(), shape(parameter)));
    }
    return new Predictor.Deep(
        task, network, parameters, json.number("scale"), json.number("shift"));
  }

  private static Shapes shapes(NetworkJson json, Network network) {
    try {
      return Shapes.of(network);
    } catch (IllegalArgumentException e) {
      throw json.wrong("nodes", e);
    }
  }

  private static Network.Input input(NetworkJson json) {
    String type = json.text("type");
    return switch (type) {
      case DENSE -> new Network.Dense(json.text("name"), json.texts("features"));
      case INDEX -> new Network.Index(json.text("name"), json.count("cardinality"));
      case SPARSE -> new Network.Sparse(json.text("name"), width(json));
      default -> throw json.wrong("type", type, "dense, sparse or index");
    };
  }

  private static int width(NetworkJson json) {
    int width = json.count("width");
    if (width == 0) {
      throw json.wrong("width", width, "at least 1");
    }
    return width;
  }

  private static Network.Node node(NetworkJson json) {
    return new Network.Node(json.text("name"), LayerJson.read(json, "layer"), json.texts("inputs"));
  }

  private static long[] shape(Parameter parameter) {
    return parameter.shape().stream().mapToLong(Integer::longValue).toArray();
  }
}
