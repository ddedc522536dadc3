package io.millrace.spec.network;

import io.millrace.spec.network.Network.Dense;
import io.millrace.spec.network.Network.Index;
import io.millrace.spec.network.Network.Input;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.NetworkSpec.Tower;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the nodes of a network. Each node gets a name that says what it does; where a feature
 * has that name already, the node's gets a {@code _} behind, so that equal features always give
 * equal names.
 */
final class NetworkNodes {
  // What the common implementations of both norms use.
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  private final List<Index> indices;
  private final List<Input> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> taken;
  private final String dense;

  NetworkNodes(List<String> denseFeatures, List<Index> indices) {
    this.indices = List.copyOf(indices);
    taken = new HashSet<>(denseFeatures);
    indices.forEach(index -> taken.add(index.name()));
    dense = free("dense");
    if (!denseFeatures.isEmpty()) {
      inputs.add(new Dense(dense, denseFeatures));
    }
    inputs.addAll(indices);
  }

  /** Name of the dense input, which is there if any feature is dense. */
  String dense() {
    return dense;
  }

  /** Adds a node and gives its name. */
  String add(String name, Layer layer, List<String> from) {
    String free = free(name);
    nodes.add(new Node(free, layer, from));
    return free;
  }

  /** One table for each index, named {@code <prefix>-<feature>}. */
  List<String> tables(String prefix, Layer.Embedding table) {
    return indices.stream()
        .map(index -> add(prefix + "-" + index.name(), table, List.of(index.name())))
        .toList();
  }

  /** The parts side by side; one part alone stays as it is. */
  String concat(String name, List<String> parts) {
    return parts.size() == 1 ? parts.get(0) : add(name, new Layer.Concat(), parts);
  }

  /**
   * Hidden layers {@code <prefix>-1}, {@code <prefix>-2} ...; the input itself if there is none.
   */
  String tower(String prefix, Tower tower, String from) {
    String last = from;
    for (int i = 0; i < tower.hidden().size(); i++) {
      String name = prefix + "-" + (i + 1);
      last = linear(name, tower.hidden().get(i), last);
      if (tower.norm() != Norm.NONE) {
        last = add(name + "-norm", norm(tower.norm()), List.of(last));
      }
      last = add(name + "-activation", new Layer.Activation(tower.activation()), List.of(last));
      if (tower.dropout() > 0) {
        last = add(name + "-dropout", new Layer.Dropout(tower.dropout()), List.of(last));
      }
    }
    return last;
  }

  /** A linear layer with a bias. */
  String linear(String name, int out, String from) {
    return add(name, new Layer.Linear(out, true), List.of(from));
  }

  Network network(String output) {
    return new Network(inputs, nodes, output);
  }

  private static Layer norm(Norm norm) {
    return norm == Norm.BATCH
        ? new Layer.BatchNorm(MOMENTUM, EPSILON)
        : new Layer.LayerNorm(EPSILON);
  }

  private String free(String name) {
    String free = name;
    while (!taken.add(free)) {
      free += "_";
    }
    return free;
  }
}
