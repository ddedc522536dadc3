package io.millrace.spec.network;

import io.millrace.spec.network.Network.Node;
import io.millrace.spec.network.Network.Sparse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which rows each value has, and that layers get rows and forms that they can compute with. */
final class Extents {
  private final Map<String, Integer> extents = new HashMap<>();
  private final Set<String> sparse = new HashSet<>();
  private final Set<Integer> coarse = new HashSet<>();
  private final boolean graphs;
  private int newest;

  Extents(Network network) {
    graphs = network.overGraphs();
    for (Network.Input input : network.inputs()) {
      extents.put(input.name(), graphs ? 0 : Shapes.ROWS);
      if (input instanceof Sparse) {
        sparse.add(input.name());
      }
    }
  }

  int of(String name) {
    return extents.get(name);
  }

  boolean sparse(String name) {
    return sparse.contains(name);
  }

  /** The output of a network has the rows of the score. */
  void output(String name) {
    if (graphs && extents.get(name) != Shapes.ROWS) {
      throw new IllegalArgumentException(
          "Cannot build the network: its output '%s' has a row for each node (expected a pooling, targets or pairs layer before it)."
              .formatted(name));
    }
  }

  /** The node's inputs are known. */
  void node(Node node) {
    forms(node);
    List<Integer> in = node.inputs().stream().map(extents::get).distinct().toList();
    if (in.size() != 1) {
      throw refused(node, "rows of different kinds " + node.inputs(), "values of one graph");
    }
    int extent = in.get(0);
    extents.put(
        node.name(),
        node.layer() instanceof GraphLayer layer ? graph(node, layer, extent) : extent);
  }

  private void forms(Node node) {
    for (String input : node.inputs()) {
      if (!sparse.contains(input)) {
        continue;
      }
      if (node.layer() instanceof Layer.Dropout) {
        sparse.add(node.name());
      } else if (!multiplies(node.layer())) {
        throw refused(node, "sparse numbers '" + input + "'", "a linear layer between them");
      }
    }
  }

  private static boolean multiplies(Layer layer) {
    return layer instanceof Layer.Linear
        || layer instanceof GraphLayer.GraphConv
        || layer instanceof GraphLayer.GatConv
        || (layer instanceof GraphLayer.SageConv sage
            && sage.aggregator() == GraphLayer.SageConv.Aggregator.MEAN);
  }

  private int graph(Node node, GraphLayer layer, int extent) {
    if (extent == Shapes.ROWS) {
      throw refused(node, "rows that are no nodes any more", "nodes of a graph");
    }
    if (layer instanceof GraphLayer.Targets || layer instanceof GraphLayer.Pairs) {
      if (extent != 0) {
        throw refused(node, "a pooled graph", "nodes of the whole graph");
      }
      return Shapes.ROWS;
    }
    if (layer instanceof GraphLayer.GlobalPool || layer instanceof GraphLayer.AttentionPool) {
      return Shapes.ROWS;
    }
    if (coarse.contains(extent) && !weighs(layer)) {
      throw refused(
          node,
          "a graph whose weights are learnt",
          "graph-conv without normalisation, gin-conv or a global pooling");
    }
    if (layer instanceof GraphLayer.DiffPool) {
      coarse.add(++newest);
      return newest;
    }
    return layer instanceof GraphLayer.TopKPool ? ++newest : extent;
  }

  /** Whether the gradient by the weights of edges is known. */
  private static boolean weighs(GraphLayer layer) {
    return layer instanceof GraphLayer.GinConv
        || (layer instanceof GraphLayer.GraphConv conv
            && conv.normalisation() == GraphLayer.GraphConv.Normalisation.NONE);
  }

  private static IllegalArgumentException refused(Node node, String found, String expected) {
    return new IllegalArgumentException(
        "Cannot build the network: node '%s' reads %s (expected %s)."
            .formatted(node.name(), found, expected));
  }
}
