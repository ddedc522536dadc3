package io.millrace.network;

import io.millrace.spec.model.Predictor;
import java.util.List;

/** A stage behind the first: convolutions over a block of nodes, and what follows from them. */
final class StageNodes {
  private final Graph graph;
  private final Predictor.Deep deep;
  private final Stages stages;
  private final int stage;
  private final NetworkConstants constants;
  private final Scatter scatter;
  private final Products products;
  private final Values values = new Values();

  StageNodes(Graph graph, Predictor.Deep deep, Stages stages, int stage) {
    this.graph = graph;
    this.deep = deep;
    this.stages = stages;
    this.stage = stage;
    this.constants = new NetworkConstants(graph, deep);
    this.scatter = new Scatter(graph);
    this.products = new Products(graph, constants, scatter);
  }

  /** Computes the stage's nodes from the inputs of the file. */
  void write(boolean weights) {
    String targets = graph.op("Reshape", TensorInputs.TARGETS, graph.constant(Tensors.int64s(1)));
    Edges edges =
        Edges.block(
            graph,
            scatter,
            TensorInputs.ends(graph, weights),
            graph.rows(TensorInputs.X),
            targets,
            TensorInputs.DEGREE);
    take(edges);
    GraphNodes graphs = new GraphNodes(graph, constants, products, scatter, edges, null, null);
    NodeWriter writer = new NodeWriter(graph, constants, products, graphs);
    stages.nodes(stage).forEach(node -> writer.write(node, values));
  }

  /** Computes the scores of pairs of nodes from the inputs of the file. */
  void writePairs() {
    int from = 0;
    for (Stages.Carried carried : stages.carried(stage)) {
      values.put(carried.name(), columns(from, carried.width()));
      from += carried.width();
    }
    GraphNodes graphs =
        new GraphNodes(graph, constants, products, scatter, null, null, TensorInputs.PAIRS);
    NodeWriter writer = new NodeWriter(graph, constants, products, graphs);
    stages.nodes(stage).forEach(node -> writer.write(node, values));
  }

  private void take(Edges edges) {
    int from = 0;
    for (Stages.Carried carried : stages.carried(stage)) {
      String all = columns(from, carried.width());
      from += carried.width();
      if (carried.role() == null) {
        values.put(carried.name(), edges.own(all), all);
      } else {
        values.product(carried.parameter(), all);
      }
    }
  }

  private String columns(int from, int width) {
    return graph.op(
        "Slice",
        TensorInputs.X,
        graph.constant(Tensors.int64s(from)),
        graph.constant(Tensors.int64s(from + (long) width)),
        graph.constant(Tensors.int64s(1)));
  }

  /** What the next stage takes: float [targets, width]. */
  String next() {
    // Products go no further than to the second stage, so all that is carried on are values.
    List<String> parts =
        stages.carried(stage + 1).stream().map(c -> values.rows(c.name())).toList();
    return graph.node("", "Concat", parts, Attributes.ofInt("axis", 1));
  }

  /** Of the last stage: double, [targets] for one score (K = 1) and [targets, K] otherwise. */
  String scores() {
    return Scores.write(graph, deep, values.rows(deep.network().output()));
  }
}
