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

  /**
   * Numbers of which most are 0: [rows, width], given as the columns and values of those that are
   * not. Only a {@link Layer.Dropout} or a layer that begins with a product by a matrix reads it:
   * {@link Layer.Linear}, {@link GraphLayer.GraphConv}, {@link GraphLayer.GatConv} and {@link
   * GraphLayer.SageConv} with the mean.
   */
  public record Sparse(String name, int width) implements Input {}

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

  /** Whether rows are nodes of graphs until a layer makes the score's rows from them. */
  public boolean overGraphs() {
    return nodes.stream().anyMatch(node -> node.layer() instanceof GraphLayer);
  }

  /** The sparse inputs in order. */
  public List<Sparse> sparse() {
    return inputs.stream().filter(Sparse.class::isInstance).map(Sparse.class::cast).toList();
  }

  /** The indices in order. */
  public List<Index> indices() {
    return inputs.stream().filter(Index.class::isInstance).map(Index.class::cast).toList();
  }
}
