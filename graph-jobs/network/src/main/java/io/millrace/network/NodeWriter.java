package io.millrace.network;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes of a network in the file. The last node that is written of each has its name. */
final class NodeWriter {
  private final Graph graph;
  private final NetworkConstants constants;
  private final Products products;
  private final LayerNodes layers;
  private final @Nullable GraphNodes graphs;

  /**
   * @param graphs null where no layer is over graphs
   */
  NodeWriter(
      Graph graph, NetworkConstants constants, Products products, @Nullable GraphNodes graphs) {
    this.graph = graph;
    this.constants = constants;
    this.products = products;
    this.layers = new LayerNodes(graph, constants);
    this.graphs = graphs;
  }

  /** Puts the node's value beside those of its inputs. */
  void write(Node node, Values values) {
    String input = node.inputs().get(0);
    Values.Entries entries = values.sparse(input);
    if (node.layer() instanceof Layer.Dropout && entries != null) {
      values.put(node.name(), entries);
    } else if (node.layer() instanceof Layer.Dropout
        || node.layer() instanceof GraphLayer.Targets) {
      values.put(node.name(), values.rows(input));
    } else {
      values.put(node.name(), value(node, values));
      graph.label(node.name());
    }
  }

  private String value(Node node, Values values) {
    if (node.layer() instanceof GraphLayer && graphs != null) {
      return graphs.write(node, values);
    }
    if (node.layer() instanceof Layer.Linear linear
        && values.sparse(node.inputs().get(0)) != null) {
      String product = products.product(node, "weight", values);
      return linear.bias() ? graph.op("Add", product, constants.constant(node, "bias")) : product;
    }
    List<String> inputs = node.inputs().stream().map(values::rows).toList();
    return layers.write(node, inputs);
  }
}
