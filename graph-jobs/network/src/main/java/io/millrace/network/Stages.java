package io.millrace.network;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network that scores nodes or pairs of them, cut at its convolutions: stage 0 needs no
 * neighbours, and each later stage the rows of the neighbours that the stage before has computed.
 * What scores pairs is a stage of its own, the last.
 */
final class Stages {
  private final Network network;
  private final Shapes shapes;
  private final Map<String, Integer> stages = new HashMap<>();

  /**
   * What one stage leaves to the next: a value, or for the first convolutions the product of a
   * matrix with a sparse value, which is too wide to be passed on itself.
   *
   * @param name of the value, or of the node whose matrix it is
   * @param role of the matrix; null for a value
   * @param width of its rows
   */
  record Carried(String name, @Nullable String role, int width) {
    String parameter() {
      return name + "." + role;
    }
  }

  /**
   * @throws IllegalArgumentException if the network scores graphs, or rows that are no nodes
   */
  Stages(Network network) {
    this.network = network;
    this.shapes = Shapes.of(network);
    if (!network.overGraphs() || TensorInputs.pools(network)) {
      throw new IllegalArgumentException(
          "Cannot export the model layer by layer: it scores %s (expected nodes of a graph, or pairs of them). Export it as one file."
              .formatted(TensorInputs.scored(network)));
    }
    network.inputs().forEach(input -> stages.put(input.name(), 0));
    for (Node node : network.nodes()) {
      int latest = node.inputs().stream().mapToInt(stages::get).max().orElse(0);
      stages.put(node.name(), begins(node.layer()) ? latest + 1 : latest);
    }
  }

  private static boolean begins(Layer layer) {
    return ConvolutionNodes.knows(layer) || layer instanceof GraphLayer.Pairs;
  }

  /** Whether a stage scores pairs of nodes by what the stage before has computed of both. */
  boolean pairs(int stage) {
    return nodes(stage).stream().anyMatch(node -> node.layer() instanceof GraphLayer.Pairs);
  }

  int count() {
    return stages.get(network.output()) + 1;
  }

  /** The nodes of a stage, in the network's order. */
  List<Node> nodes(int stage) {
    return network.nodes().stream().filter(node -> stages.get(node.name()) == stage).toList();
  }

  /** How a stage adds up messages, see {@link StageExporter#SUMS}; empty where it does not. */
  Optional<String> sums(int stage) {
    Set<Optional<String>> kinds = new LinkedHashSet<>();
    for (Node node : nodes(stage)) {
      if (ConvolutionNodes.knows(node.layer())) {
        kinds.add(ConvolutionNodes.sums(node.layer()));
      }
    }
    return kinds.size() == 1 ? kinds.iterator().next() : Optional.empty();
  }

  /** What a stage takes from the one before it, side by side. */
  List<Carried> carried(int stage) {
    Set<Carried> carried = new LinkedHashSet<>();
    for (Node node : network.nodes()) {
      if (stages.get(node.name()) >= stage) {
        carried.addAll(carried(node, stage));
      }
    }
    return List.copyOf(carried);
  }

  private List<Carried> carried(Node node, int stage) {
    List<Carried> carried = new ArrayList<>();
    for (String input : node.inputs()) {
      if (shapes.sparse(input)) {
        roles(node.layer()).forEach(role -> carried.add(product(node, role)));
      } else if (stages.get(input) < stage) {
        carried.add(new Carried(input, null, shapes.width(input)));
      }
    }
    return carried;
  }

  private Carried product(Node node, String role) {
    int width =
        shapes.parameters(node.name()).stream()
            .filter(parameter -> parameter.name().equals(node.name() + "." + role))
            .mapToInt(parameter -> parameter.shape().get(0))
            .findFirst()
            .orElseThrow();
    return new Carried(node.name(), role, width);
  }

  private static List<String> roles(Layer layer) {
    return layer instanceof GraphLayer.SageConv ? List.of("self", "neighbour") : List.of("weight");
  }

  /** The node that a product is carried for. */
  Node node(Carried carried) {
    return network.nodes().stream()
        .filter(node -> node.name().equals(carried.name()))
        .findFirst()
        .orElseThrow();
  }
}
