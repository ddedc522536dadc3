package io.millrace.spec.network;

import java.util.List;

/**
 * A small directed graph of layers: one definition that each engine and the ONNX writer compile.
 *
 * @param inputs each with a name of its own
 * @param nodes in an order in which each follows its inputs
 * @param output the node whose value is the score: [rows, K] (see {@link
 *     io.millrace.spec.model.Predictor})
 */
public record Network(List<Input> inputs, List<Node> nodes, String output) {
  public Network {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
  }

  /** What a row brings. */
  public sealed interface Input {
    String name();
  }

  /**
   * Numbers: [rows, features].
   *
   * @param features the dense outputs of the feature plan, in order
   */
  public record Dense(String name, List<String> features) implements Input {
    public Dense {
      features = List.copyOf(features);
    }
  }

  /** One index for each row: [rows], from 0 to cardinality - 1; named like its feature. */
  public record Index(String name, int cardinality) implements Input {}

  /**
   * One layer.
   *
   * @param inputs names of inputs or of nodes before it
   */
  public record Node(String name, Layer layer, List<String> inputs) {
    public Node {
      inputs = List.copyOf(inputs);
    }
  }

  /** The dense features in order, empty if there are none. */
  public List<String> denseFeatures() {
    return inputs.stream()
        .filter(Dense.class::isInstance)
        .flatMap(input -> ((Dense) input).features().stream())
        .toList();
  }

  /** The indices in order. */
  public List<Index> indices() {
    return inputs.stream().filter(Index.class::isInstance).map(Index.class::cast).toList();
  }
}
