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
    Checks.someInput(Selection.outputs(predictor));
    Heads.check(predictor, classes);
    Selection selection = Selection.of(plan, predictor);
    List<String> outputs = Heads.names(predictor.task(), classes.size());
    Graph graph = new Graph(reserved(selection, outputs));
    Features features = new Features(graph, selection);
    Heads.write(graph, predictor.task(), classes, scores(graph, features, predictor));
    return graph.model(metadata);
  }

  /** The raw columns that the exported file takes, in the plan's order. */
  public static List<Column> inputs(FeaturePlan plan, Predictor predictor) {
    return Selection.of(plan, predictor).columns();
  }

  /** The plan alone: every output as {@code out:<name>}, float if dense and int64 if an index. */
  static byte[] exportFeatures(FeaturePlan plan) {
    List<String> names = plan.outputs().stream().map(FeatureOutput::name).toList();
    Selection selection = Selection.of(plan, names);
    Graph graph = new Graph(reserved(selection, names.stream().map(n -> "out:" + n).toList()));
    Features features = new Features(graph, selection);
    for (FeatureOutput output : features.outputs()) {
      boolean dense = output.kind() == FeatureOutput.Kind.DENSE;
      graph.output(
          "out:" + output.name(),
          dense ? DataType.FLOAT : DataType.INT64,
          features.value(output.name()));
    }
    return graph.model(Map.of());
  }

  /** The scores before any head: column k as the output {@code score k}, a double. */
  static byte[] exportScores(FeaturePlan plan, Predictor.Deep deep) {
    int width = Shapes.of(deep.network()).outputWidth();
    List<String> names = IntStream.range(0, width).mapToObj(k -> "score " + k).toList();
    Graph graph = new Graph(names);
    Features features = new Features(graph, Selection.of(plan, deep));
    String scores = scores(graph, features, deep);
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

  private static String scores(Graph graph, Features features, Predictor predictor) {
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
      NetworkNodes nodes = new NetworkNodes(graph, features, deep);
      nodes.check();
      return nodes.scores();
    }
    throw new IllegalStateException("Unknown predictor " + predictor.getClass());
  }

  private static List<String> reserved(Selection selection, List<String> outputs) {
    List<String> names = new ArrayList<>(outputs);
    for (Column column : selection.columns()) {
      if (outputs.contains(column.name())) {
        throw new IllegalArgumentException(
            ("Cannot export the model: column '%s' has the name of an output of the file"
                    + " (expected none of %s). Rename the column.")
                .formatted(column.name(), outputs));
      }
      names.add(column.name());
    }
    return names;
  }
}
