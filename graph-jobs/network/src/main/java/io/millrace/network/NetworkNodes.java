package io.millrace.network;

import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Network;
import io.millrace.spec.table.Column;
import java.util.List;

/** A network of layers as nodes, in float as it was trained. */
final class NetworkNodes {
  private final Graph graph;
  private final Features features;
  private final Predictor.Deep deep;
  private final NetworkConstants constants;
  private final Scatter scatter;
  private final Products products;

  NetworkNodes(Graph graph, Features features, Predictor.Deep deep) {
    this.graph = graph;
    this.features = features;
    this.deep = deep;
    this.constants = new NetworkConstants(graph, deep);
    this.scatter = new Scatter(graph);
    this.products = new Products(graph, constants, scatter);
  }

  /**
   * Double, [rows] for one score (K = 1) and [rows, K] otherwise.
   *
   * @param columns those of the file
   * @param weights whether the file takes weights of edges
   */
  String scores(List<Column> columns, boolean weights) {
    Network network = deep.network();
    String count = count(columns);
    Values values = inputs(count);
    GraphNodes graphs = network.overGraphs() ? graphs(count, weights) : null;
    NodeWriter writer = new NodeWriter(graph, constants, products, graphs);
    network.nodes().forEach(node -> writer.write(node, values));
    return Scores.write(graph, deep, values.rows(network.output()));
  }

  /** The values of all nodes that need no neighbours. */
  Values first(Stages stages, List<Column> columns) {
    Values values = inputs(count(columns));
    NodeWriter writer = new NodeWriter(graph, constants, products, null);
    stages.nodes(0).forEach(node -> writer.write(node, values));
    return values;
  }

  /** What the first stage leaves to the second: float [nodes, width]. */
  String next(Stages stages, Values values) {
    List<String> parts =
        stages.carried(1).stream()
            .map(
                carried ->
                    carried.role() == null
                        ? values.rows(carried.name())
                        : products.product(stages.node(carried), carried.role(), values))
            .toList();
    return graph.node("", "Concat", parts, Attributes.ofInt("axis", 1));
  }

  /** The number of rows, int64 [1], where something asks for it. */
  private String count(List<Column> columns) {
    Network network = deep.network();
    boolean asked = network.overGraphs() || !network.sparse().isEmpty();
    return asked ? TensorInputs.count(graph, network, columns) : "";
  }

  private GraphNodes graphs(String count, boolean weights) {
    Edges edges = Edges.whole(graph, scatter, TensorInputs.ends(graph, weights), count);
    Members members =
        TensorInputs.pools(deep.network()) ? new Members(TensorInputs.BATCH, graphCount()) : null;
    String pairs = TensorInputs.pairs(deep.network()) ? TensorInputs.PAIRS : null;
    return new GraphNodes(graph, constants, products, scatter, edges, members, pairs);
  }

  /** One more than the last, and largest, number of a graph; of no nodes there are no graphs. */
  private String graphCount() {
    List<String> numbers = List.of(graph.constant(Tensors.int64s(-1)), TensorInputs.BATCH);
    String withNone = graph.node("", "Concat", numbers, Attributes.ofInt("axis", 0));
    String last = graph.gather(withNone, graph.constant(Tensors.int64s(-1)), 0);
    return graph.op("Add", last, graph.int64(1));
  }

  /**
   * The values of the network's inputs.
   *
   * @param count int64 [1]: the number of rows, for sparse inputs
   */
  private Values inputs(String count) {
    Values values = new Values();
    for (Network.Input input : deep.network().inputs()) {
      if (input instanceof Network.Dense dense) {
        values.put(dense.name(), matrix(dense));
      } else if (input instanceof Network.Sparse sparse) {
        String name = sparse.name();
        values.put(
            name,
            new Values.Entries(
                TensorInputs.row(name),
                TensorInputs.column(name),
                TensorInputs.value(name),
                count));
      } else {
        values.put(input.name(), features.value(input.name()));
      }
    }
    return values;
  }

  private String matrix(Network.Dense dense) {
    return graph.matrix(dense.features().stream().map(features::value).toList());
  }
}
