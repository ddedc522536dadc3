package io.millrace.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.model.Predictor;
import java.util.ArrayList;
import java.util.List;

/**
 * Trees as one tree ensemble over doubles: every float and every index is exact as a double, so
 * thresholds are kept as they were trained and a row takes the same way as in training.
 */
final class TreeNodes {
  private static final int ROOT = 0;

  private final Graph graph;
  private final Features features;
  private final Predictor.Trees trees;
  private final List<Long> treeIds = new ArrayList<>();
  private final List<Long> nodeIds = new ArrayList<>();
  private final List<Long> inputs = new ArrayList<>();
  private final List<String> modes = new ArrayList<>();
  private final List<Double> thresholds = new ArrayList<>();
  private final List<Long> lefts = new ArrayList<>();
  private final List<Long> rights = new ArrayList<>();
  private final List<Long> leafTrees = new ArrayList<>();
  private final List<Long> leafNodes = new ArrayList<>();
  private final List<Double> leafValues = new ArrayList<>();

  TreeNodes(Graph graph, Features features, Predictor.Trees trees) {
    this.graph = graph;
    this.features = features;
    this.trees = trees;
  }

  /** Double [rows], exact to a float. */
  String scores() {
    for (int t = 0; t < trees.trees().size(); t++) {
      add(t, trees.trees().get(t));
    }
    List<String> columns =
        trees.inputs().stream()
            .map(name -> graph.cast(features.value(name), DataType.DOUBLE))
            .toList();
    List<String> matrix = List.of(graph.matrix(columns));
    String scores =
        graph.node(
            Graph.ML, "TreeEnsembleRegressor", matrix, attributes().toArray(AttributeProto[]::new));
    String flat = graph.op("Reshape", scores, graph.constant(Tensors.int64s(-1)));
    return graph.cast(flat, DataType.DOUBLE);
  }

  private void add(int id, Predictor.Tree tree) {
    for (int node = 0; node < tree.left().length; node++) {
      boolean leaf = tree.left()[node] < 0;
      treeIds.add((long) id);
      nodeIds.add((long) node);
      modes.add(leaf ? "LEAF" : "BRANCH_LEQ");
      inputs.add(leaf ? 0L : tree.input()[node]);
      thresholds.add(leaf ? 0 : tree.threshold()[node]);
      lefts.add(leaf ? 0L : tree.left()[node]);
      rights.add(leaf ? 0L : tree.right()[node]);
      if (leaf) {
        leafTrees.add((long) id);
        leafNodes.add((long) node);
        leafValues.add(tree.weight() * tree.leaf()[node]);
      }
    }
  }

  private List<AttributeProto> attributes() {
    return List.of(
        Attributes.ofInts("nodes_treeids", treeIds),
        Attributes.ofInts("nodes_nodeids", nodeIds),
        Attributes.ofInts("nodes_featureids", inputs),
        Attributes.ofStrings("nodes_modes", modes),
        reals("nodes_values_as_tensor", thresholds),
        Attributes.ofInts("nodes_truenodeids", lefts),
        Attributes.ofInts("nodes_falsenodeids", rights),
        Attributes.ofInts("target_treeids", leafTrees),
        Attributes.ofInts("target_nodeids", leafNodes),
        Attributes.ofInts("target_ids", leafTrees.stream().map(t -> 0L).toList()),
        reals("target_weights_as_tensor", leafValues),
        reals("base_values_as_tensor", List.of(trees.bias())),
        Attributes.ofInt("n_targets", 1),
        Attributes.ofString("aggregate_function", "SUM"),
        Attributes.ofString("post_transform", "NONE"));
  }

  private static AttributeProto reals(String name, List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    return Attributes.ofTensor(name, Tensors.reals(all));
  }

  /** Throws unless every tree is one tree over the inputs. */
  void check() {
    if (trees.trees().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot export the model: it has no trees (expected at least one).");
    }
    Checks.finite("the bias", trees.bias());
    for (int t = 0; t < trees.trees().size(); t++) {
      check(t, trees.trees().get(t));
    }
  }

  private void check(int id, Predictor.Tree tree) {
    int nodes = tree.left().length;
    String what = "tree " + id;
    Checks.size("the children of " + what, tree.right().length, nodes);
    Checks.size("the inputs of " + what, tree.input().length, nodes);
    Checks.size("the thresholds of " + what, tree.threshold().length, nodes);
    Checks.size("the leaves of " + what, tree.leaf().length, nodes);
    Checks.finite("the weight of " + what, tree.weight());
    Checks.finite("the leaves of " + what, tree.leaf());
    boolean[] reached = new boolean[nodes];
    visit(what, tree, ROOT, reached);
    for (int node = 0; node < nodes; node++) {
      require(reached[node], what, node, "no way from the root (expected one)");
    }
  }

  private void visit(String what, Predictor.Tree tree, int node, boolean[] reached) {
    boolean known = node >= 0 && node < reached.length;
    require(known, what, node, "no place among the %d nodes".formatted(reached.length));
    require(!reached[node], what, node, "two ways from the root (expected one)");
    reached[node] = true;
    if (tree.left()[node] >= 0) {
      int input = tree.input()[node];
      boolean exists = input >= 0 && input < trees.inputs().size();
      require(exists, what, node, "input %d of %d".formatted(input, trees.inputs().size()));
      boolean number = !Double.isNaN(tree.threshold()[node]);
      require(number, what, node, "NaN as its threshold (expected a number)");
      visit(what, tree, tree.left()[node], reached);
      visit(what, tree, tree.right()[node], reached);
    }
  }

  private static void require(boolean fits, String what, int node, String found) {
    if (!fits) {
      throw new IllegalArgumentException(
          "Cannot export the model: node %d of %s has %s.".formatted(node, what, found));
    }
  }
}
