package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.feature.FeatureOutput;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes a feature plan and the predictor behind it as one ONNX file that takes raw columns.
 *
 * <p>Inputs have the shape [rows] and the columns' names: string for strings and booleans ({@code
 * true}, {@code false}, missing is empty), double for numbers (missing is NaN), int64 for
 * timestamps and dates (milliseconds since 1970-01-01T00:00 on the data's own clock, missing is
 * {@code Long.MIN_VALUE}).
 *
 * <p>Outputs have the shape [rows]: {@code probability} (float) for the binary task, {@code
 * prediction} (float) for regression; for C classes {@code prediction} (string, the class) and
 * {@code probability_0} to {@code probability_<C-1>} (float).
 *
 * <p>A sparse feature comes as it was prepared, in three inputs [entries]: {@code <name>_row} and
 * {@code <name>_column} (int64) and {@code <name>_value} (float). Where there is neither a raw
 * column nor a {@code batch}, the number of rows is an input too: {@code rows}, or {@code nodes} of
 * a network over graphs (int64, a single number).
 *
 * <p>The rows of a network over graphs are nodes. It takes {@code edge_index} (int64, [2, edges]:
 * where each edge comes from, then where it goes), {@code edge_weight} (float, [edges]) if asked
 * for, {@code batch} (int64, [nodes]: the graph of each node, ascending) if it scores graphs, and
 * {@code pairs} (int64, [2, pairs]) if it scores pairs. Its outputs have a row for each node, graph
 * or pair.
 */
public final class OnnxExporter {
  private OnnxExporter() {}

  /**
   * Returns the bytes of the file; the same arguments give the same bytes.
   *
   * @param classes the names of the classes for the multi-class task, in the order of the scores;
   *     not used for other tasks
   * @param metadata kept in the file as its metadata properties
   * @throws IllegalArgumentException if the predictor does not fit the plan, holds numbers that are
   *     not finite, or cannot be written as one file
   */
  public static byte[] export(
      FeaturePlan plan, Predictor predictor, List<String> classes, Map<String, String> metadata) {
    return export(plan, predictor, classes, false, metadata);
  }

  /**
   * Returns the bytes of the file of a network over graphs.
   *
   * @param weights whether edges have weights
   * @throws IllegalArgumentException as {@link #export(FeaturePlan, Predictor, List, Map)} does
   */
  public static byte[] export(
      FeaturePlan plan,
      Predictor predictor,
      List<String> classes,
      boolean weights,
      Map<String, String> metadata) {
    Checks.someInput(Selection.outputs(predictor));
    Heads.check(predictor, classes);
    Selection selection = Selection.of(plan, predictor);
    List<TensorInput> inputs = TensorInputs.of(predictor, selection, weights);
    List<String> outputs = Heads.names(predictor.task(), classes.size());
    Graph graph = graph(predictor, reserved(selection, inputs, outputs));
    Features features = new Features(graph, selection);
    TensorInputs.declare(graph, inputs);
    String scores = scores(graph, features, predictor, selection.columns(), weights);
    Heads.write(graph, predictor.task(), classes, scores);
    return graph.model(metadata);
  }

  /** The inputs that the exported file takes besides {@link #inputs raw columns}, in order. */
  public static List<TensorInput> tensors(FeaturePlan plan, Predictor predictor, boolean weights) {
    return TensorInputs.of(predictor, Selection.of(plan, predictor), weights);
  }

  private static Graph graph(Predictor predictor, List<String> reserved) {
    return predictor instanceof Predictor.Deep deep
        ? new Graph(
            reserved, TensorInputs.rows(deep.network()), TensorInputs.scored(deep.network()))
        : new Graph(reserved);
  }

  /** The raw columns that the exported file takes, in the plan's order. */
  public static List<Column> inputs(FeaturePlan plan, Predictor predictor) {
    return Selection.of(plan, predictor).columns();
  }

  /**
   * The plan alone: every output that is not sparse as {@code out:<name>}, float if dense and int64
   * if an index.
   */
  static byte[] exportFeatures(FeaturePlan plan) {
    List<String> names = plan.outputs().stream().map(FeatureOutput::name).toList();
    Selection selection = Selection.of(plan, names);
    List<String> outputs = names.stream().map(n -> "out:" + n).toList();
    Graph graph = new Graph(reserved(selection, List.of(), outputs));
    Features features = new Features(graph, selection);
    for (FeatureOutput output : features.outputs()) {
      if (output.kind() == FeatureOutput.Kind.SPARSE) {
        continue;
      }
      boolean dense = output.kind() == FeatureOutput.Kind.DENSE;
      graph.output(
          "out:" + output.name(),
          dense ? DataType.FLOAT : DataType.INT64,
          features.value(output.name()));
    }
    return graph.model(Map.of());
  }

  /** The scores before any head: column k as the output {@code score k}, a double. */
  static byte[] exportScores(FeaturePlan plan, Predictor.Deep deep, boolean weights) {
    int width = Shapes.of(deep.network()).outputWidth();
    List<String> names = IntStream.range(0, width).mapToObj(k -> "score " + k).toList();
    Selection selection = Selection.of(plan, deep);
    List<TensorInput> inputs = TensorInputs.of(deep, selection, weights);
    Graph graph = graph(deep, reserved(selection, inputs, names));
    Features features = new Features(graph, selection);
    TensorInputs.declare(graph, inputs);
    String scores = scores(graph, features, deep, selection.columns(), weights);
    for (int k = 0; k < width; k++) {
      String column = width == 1 ? scores : graph.gather(scores, graph.int64(k), 1);
      graph.output(names.get(k), DataType.DOUBLE, column);
    }
    return graph.model(Map.of());
  }

  /** A file without inputs whose one output {@code texts} is this string tensor, in UTF-8. */
  static byte[] exportTexts(List<String> texts) {
    Graph graph = new Graph(List.of("texts"));
    graph.output("texts", DataType.STRING, graph.constant(Tensors.strings(texts)));
    return graph.model(Map.of());
  }

  private static String scores(
      Graph graph, Features features, Predictor predictor, List<Column> columns, boolean weights) {
    if (predictor instanceof Predictor.Linear linear) {
      LinearNodes nodes = new LinearNodes(graph, features, linear);
      nodes.check();
      return nodes.scores();
    }
    if (predictor instanceof Predictor.Trees trees) {
      TreeNodes nodes = new TreeNodes(graph, features, trees);
      nodes.check();
      return nodes.scores();
    }
    if (predictor instanceof Predictor.Deep deep) {
      NetworkChecks.check(features, deep);
      return new NetworkNodes(graph, features, deep).scores(columns, weights);
    }
    throw new IllegalStateException("Unknown predictor " + predictor.getClass());
  }

  /** The names of all inputs and outputs, which inner values may not take. */
  static List<String> reserved(
      Selection selection, List<TensorInput> inputs, List<String> outputs) {
    List<String> others = inputs.stream().map(TensorInput::name).toList();
    List<String> names = new ArrayList<>(outputs);
    names.addAll(others);
    for (Column column : selection.columns()) {
      requireOwn(column.name(), "an output of the file", outputs);
      requireOwn(column.name(), "another input of the file", others);
      names.add(column.name());
    }
    return names;
  }

  private static void requireOwn(String column, String what, List<String> taken) {
    if (taken.contains(column)) {
      throw new IllegalArgumentException(
          ("Cannot export the model: column '%s' has the name of %s (expected none of %s). Rename"
                  + " the column.")
              .formatted(column, what, taken));
    }
  }
}
