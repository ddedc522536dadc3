package io.millrace.network;

import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * One layer of a network as nodes: float [rows, width], with running averages where it has some.
 */
final class LayerNodes {
  private static final float LEAK = 0.01f;

  private final Graph graph;
  private final NetworkConstants constants;
  private final InteractionNodes interactions;

  LayerNodes(Graph graph, NetworkConstants constants) {
    this.graph = graph;
    this.constants = constants;
    this.interactions = new InteractionNodes(graph, constants);
  }

  /**
   * Adds at least one node, the last of which gives the value that is returned.
   *
   * @param inputs values of the node's inputs
   */
  String write(Node node, List<String> inputs) {
    String x = inputs.get(0);
    Layer layer = node.layer();
    if (layer instanceof Layer.Linear linear) {
      return linear(node, linear, x);
    }
    if (layer instanceof Layer.Embedding) {
      return graph.gather(constants.constant(node, "table"), x, 0);
    }
    if (layer instanceof Layer.Activation activation) {
      return activation(activation.function(), x);
    }
    if (layer instanceof Layer.BatchNorm norm) {
      return batchNorm(node, norm, x);
    }
    if (layer instanceof Layer.LayerNorm norm) {
      return layerNorm(node, norm, x);
    }
    if (layer instanceof Layer.Concat) {
      return graph.node("", "Concat", inputs, Attributes.ofInt("axis", 1));
    }
    return layer instanceof Layer.Add
        ? graph.node("", "Sum", inputs)
        : interactions.write(node, inputs);
  }

  private String linear(Node node, Layer.Linear linear, String x) {
    List<String> inputs = new ArrayList<>(List.of(x, constants.constant(node, "weight")));
    if (linear.bias()) {
      inputs.add(constants.constant(node, "bias"));
    }
    return graph.node("", "Gemm", inputs, Attributes.ofInt("transB", 1));
  }

  private String activation(Layer.Activation.Function function, String x) {
    return switch (function) {
      case RELU -> graph.op("Relu", x);
      case LEAKY_RELU -> graph.node("", "LeakyRelu", List.of(x), Attributes.ofFloat("alpha", LEAK));
      case ELU -> graph.op("Elu", x);
      case SILU -> graph.op("Mul", x, graph.op("Sigmoid", x));
      case TANH -> graph.op("Tanh", x);
      case SIGMOID -> graph.op("Sigmoid", x);
    };
  }

  private String batchNorm(Node node, Layer.BatchNorm norm, String x) {
    // The mean is taken off first: folded into the shift, a mean that is large beside the deviation
    // would cost digits.
    String centred = graph.op("Sub", x, constants.constant(node, "mean"));
    String scaled = graph.op("Mul", centred, constants.vector(factors(node, norm)));
    return graph.op("Add", scaled, constants.constant(node, "shift"));
  }

  private float[] factors(Node node, Layer.BatchNorm norm) {
    float[] scale = constants.values(node, "scale");
    float[] variance = constants.values(node, "variance");
    float[] factors = new float[scale.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) (scale[i] / Math.sqrt(variance[i] + norm.epsilon()));
    }
    Checks.finite("the factors of node '" + node.name() + "'", factors);
    return factors;
  }

  /**
   * By single operators: ONNX Runtime's LayerNormalization takes the variance as the mean of the
   * squares less the square of the mean in float. Behind a bias of 100 it was wrong by 0.5; this
   * way by 2e-4, which is the rounding of the values themselves.
   */
  private String layerNorm(Node node, Layer.LayerNorm norm, String x) {
    String centred = graph.op("Sub", x, mean(x));
    String variance = mean(graph.op("Mul", centred, centred));
    String deviation =
        graph.op("Sqrt", graph.op("Add", variance, constants.number(norm.epsilon())));
    String normal = graph.op("Div", centred, deviation);
    String scaled = graph.op("Mul", normal, constants.constant(node, "scale"));
    return graph.op("Add", scaled, constants.constant(node, "shift"));
  }

  private String mean(String x) {
    return graph.op("ReduceMean", x, graph.constant(Tensors.int64s(1)));
  }
}
