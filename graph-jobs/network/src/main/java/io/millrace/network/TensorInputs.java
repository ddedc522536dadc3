package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Network;
import io.millrace.spec.table.Column;
import java.util.ArrayList;
import java.util.List;

/** The inputs of a file besides raw columns: which there are, and how they are called. */
final class TensorInputs {
  static final String EDGE_INDEX = "edge_index";
  static final String EDGE_WEIGHT = "edge_weight";
  static final String BATCH = "batch";
  static final String PAIRS = "pairs";
  static final String X = "x";
  static final String DEGREE = "degree";
  static final String TARGETS = "targets";

  static final String NODES = "nodes";
  static final String GRAPHS = "graphs";

  private static final String ROWS = "rows";
  private static final String EDGES = "edges";
  private static final String TWO = "2";

  private TensorInputs() {}

  /** Of a file with the whole predictor. */
  static List<TensorInput> of(Predictor predictor, Selection selection, boolean weights) {
    if (!(predictor instanceof Predictor.Deep deep)) {
      return List.of();
    }
    List<TensorInput> inputs = new ArrayList<>(ofRows(deep.network(), selection.columns()));
    if (deep.network().overGraphs()) {
      inputs.addAll(edges(weights));
    }
    if (pools(deep.network())) {
      inputs.add(TensorInput.int64(BATCH, NODES));
    }
    if (pairs(deep.network())) {
      inputs.add(pairIndex());
    }
    return inputs;
  }

  /** What the rows bring besides columns, and their number where nothing else tells it. */
  static List<TensorInput> ofRows(Network network, List<Column> columns) {
    List<TensorInput> inputs = new ArrayList<>();
    for (Network.Sparse sparse : network.sparse()) {
      String entries = sparse.name() + "_entries";
      inputs.add(TensorInput.int64(row(sparse.name()), entries));
      inputs.add(TensorInput.int64(column(sparse.name()), entries));
      inputs.add(TensorInput.real(value(sparse.name()), entries));
    }
    if (columns.isEmpty() && !pools(network)) {
      inputs.add(TensorInput.int64(rows(network)));
    }
    return inputs;
  }

  static List<TensorInput> edges(boolean weights) {
    TensorInput index = TensorInput.int64(EDGE_INDEX, TWO, EDGES);
    return weights ? List.of(index, TensorInput.real(EDGE_WEIGHT, EDGES)) : List.of(index);
  }

  static TensorInput pairIndex() {
    return TensorInput.int64(PAIRS, TWO, PAIRS);
  }

  static String row(String sparse) {
    return sparse + "_row";
  }

  static String column(String sparse) {
    return sparse + "_column";
  }

  static String value(String sparse) {
    return sparse + "_value";
  }

  /** What a row of the inputs is. */
  static String rows(Network network) {
    return network.overGraphs() ? NODES : ROWS;
  }

  /** What a row of the outputs is. */
  static String scored(Network network) {
    if (pools(network)) {
      return GRAPHS;
    }
    return pairs(network) ? PAIRS : rows(network);
  }

  static boolean pools(Network network) {
    return has(network, GraphLayer.GlobalPool.class)
        || has(network, GraphLayer.AttentionPool.class);
  }

  static boolean pairs(Network network) {
    return has(network, GraphLayer.Pairs.class);
  }

  static boolean targets(Network network) {
    return has(network, GraphLayer.Targets.class);
  }

  private static boolean has(Network network, Class<?> layer) {
    return network.nodes().stream().anyMatch(node -> layer.isInstance(node.layer()));
  }

  static void declare(Graph graph, List<TensorInput> inputs) {
    for (TensorInput input : inputs) {
      DataType type = input.type() == TensorInput.Type.INT64 ? DataType.INT64 : DataType.FLOAT;
      graph.input(input.name(), type, input.shape());
    }
  }

  /** The number of rows of a file that {@link #ofRows} describes: int64 [1]. */
  static String count(Graph graph, Network network, List<Column> columns) {
    if (!columns.isEmpty()) {
      return graph.rows(columns.get(0).name());
    }
    return pools(network)
        ? graph.rows(BATCH)
        : graph.op("Reshape", rows(network), graph.constant(Tensors.int64s(1)));
  }

  /** The edges that {@link #edges} describes. */
  static Edges.Ends ends(Graph graph, boolean weights) {
    return new Edges.Ends(
        graph.gather(EDGE_INDEX, graph.int64(0), 0),
        graph.gather(EDGE_INDEX, graph.int64(1), 0),
        weights ? EDGE_WEIGHT : null);
  }
}
