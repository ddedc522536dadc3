package io.millrace.spec.network;

import io.millrace.spec.network.Layer.Activation.Function;
import io.millrace.spec.network.Layer.Embedding.Start;
import io.millrace.spec.network.Network.Dense;
import io.millrace.spec.network.Network.Index;
import io.millrace.spec.network.Network.Input;
import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Network.Sparse;
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
  private final List<Sparse> sparse;
  private final boolean numbers;
  private final List<Input> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> taken;
  private final String dense;

  NetworkNodes(List<String> denseFeatures, List<Index> indices, List<Sparse> sparse) {
    this.indices = List.copyOf(indices);
    this.sparse = List.copyOf(sparse);
    this.numbers = !denseFeatures.isEmpty();
    taken = new HashSet<>(denseFeatures);
    indices.forEach(index -> taken.add(index.name()));
    sparse.forEach(input -> taken.add(input.name()));
    dense = free("dense");
    if (!denseFeatures.isEmpty()) {
      inputs.add(new Dense(dense, denseFeatures));
    }
    inputs.addAll(indices);
    inputs.addAll(sparse);
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

  /** One table for each index, named {@code <prefix>-<feature>}, and the same for sparse ones. */
  List<String> tables(String prefix, Layer.Embedding table) {
    List<String> tables = new ArrayList<>();
    for (Index index : indices) {
      tables.add(add(prefix + "-" + index.name(), table, List.of(index.name())));
    }
    Layer bag = new Layer.Linear(table.out(), false);
    for (Sparse input : sparse) {
      tables.add(add(prefix + "-" + input.name(), bag, List.of(input.name())));
    }
    return tables;
  }

  /**
   * All features as one value: numbers and embeddings side by side. A sparse feature that is alone
   * stays sparse.
   */
  String features(int embedding) {
    if (indices.isEmpty() && !numbers && sparse.size() == 1) {
      return sparse.get(0).name();
    }
    List<String> parts =
        new ArrayList<>(tables("embedding", new Layer.Embedding(embedding, Start.SMALL)));
    return beside(parts);
  }

  /** These embeddings and the numbers side by side. */
  String beside(List<String> embeddings) {
    List<String> parts = new ArrayList<>(embeddings);
    if (numbers) {
      parts.add(dense);
    }
    return concat("features", parts);
  }

  /** Whether the value of this name is given by its numbers that are not 0. */
  boolean sparse(String name) {
    return sparse.stream().anyMatch(input -> input.name().equals(name));
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
      last = activation(name, tower.norm(), tower.activation(), last);
      last = dropout(name, tower.dropout(), last);
    }
    return last;
  }

  /** Normalisation, if there is any, and activation behind a layer of this name. */
  String activation(String name, Norm norm, Function function, String from) {
    String last = norm == Norm.NONE ? from : add(name + "-norm", norm(norm), List.of(from));
    return add(name + "-activation", new Layer.Activation(function), List.of(last));
  }

  /** Dropout behind a layer of this name, if the rate is not 0. */
  String dropout(String name, double rate, String from) {
    return rate > 0 ? add(name + "-dropout", new Layer.Dropout(rate), List.of(from)) : from;
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
