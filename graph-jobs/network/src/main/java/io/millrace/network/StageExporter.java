package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.table.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a network that scores nodes or pairs of them as one ONNX file for each of its
 * convolutions, so that a graph of any size can be scored stage by stage with every node computed
 * once. Together they give what the file of {@link OnnxExporter} gives.
 *
 * <p>The first file takes raw columns [nodes] (and sparse features) like the whole one and no
 * edges, and gives {@code next_x}: float [nodes, width]. A row of it depends on that node alone.
 *
 * <p>Each other file takes a block of nodes of which the first {@code targets} (int64, a single
 * number) get a value: {@code x} float [nodes, width], which is {@code next_x} of the stage before;
 * {@code edge_index} int64 [2, edges], all edges into the targets as positions in the block, the
 * source first; {@code edge_weight} float [edges] where it was asked for; {@code degree} float
 * [nodes], the sum of the weights of all edges into a node in the whole graph. It gives {@code
 * next_x} [targets, width], and the last one the outputs of the whole file for the targets; so does
 * the first where the network has no convolution.
 *
 * <p>A network that scores pairs has one file more, behind those that give the embeddings of nodes:
 * it takes {@code x} float [nodes, width] and {@code pairs} int64 [2, pairs], positions in {@code
 * x}, and gives the outputs of the whole file for the pairs.
 */
public final class StageExporter {
  /** The name of what a stage gives to the next. */
  public static final String NEXT_X = "next_x";

  /**
   * Metadata of a stage whose convolutions only add up what comes from sources, so that several
   * sources of a node may be given to it as one. Other stages do not have it.
   */
  public static final String SUMS = "millrace.sums";

  /** Value of {@link #SUMS}: a message is {@code w_j x_j}. */
  public static final String SUMS_WEIGHTED = "weighted";

  /** Value of {@link #SUMS}: a message is {@code w_j x_j / sqrt(1 + degree_j)}. */
  public static final String SUMS_NORMALISED = "normalised";

  private StageExporter() {}

  /**
   * One file.
   *
   * @param columns the raw columns that it takes, empty behind the first stage
   * @param inputs the other inputs that it takes
   * @param width of {@code next_x}, 0 in the last stage
   * @param file its bytes
   */
  public record Stage(List<Column> columns, List<TensorInput> inputs, int width, byte[] file) {
    public Stage {
      columns = List.copyOf(columns);
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * Returns the stages in their order, at least one; the same arguments give the same bytes.
   *
   * @param classes the names of the classes for the multi-class task
   * @param weights whether edges have weights
   * @param metadata kept in each file as its metadata properties
   * @throws IllegalArgumentException if the network scores graphs or cannot be exported
   */
  public static List<Stage> export(
      FeaturePlan plan,
      Predictor.Deep deep,
      List<String> classes,
      boolean weights,
      Map<String, String> metadata) {
    Checks.someInput(Selection.outputs(deep));
    Heads.check(deep, classes);
    Stages stages = new Stages(deep.network());
    List<Stage> files = new ArrayList<>(List.of(first(plan, deep, classes, stages, metadata)));
    for (int stage = 1; stage < stages.count(); stage++) {
      files.add(later(deep, classes, stages, stage, weights, metadata));
    }
    return files;
  }

  private static Stage first(
      FeaturePlan plan,
      Predictor.Deep deep,
      List<String> classes,
      Stages stages,
      Map<String, String> metadata) {
    Selection selection = Selection.of(plan, deep);
    List<TensorInput> inputs = TensorInputs.ofRows(deep.network(), selection.columns());
    List<String> names = OnnxExporter.reserved(selection, inputs, outputs(deep, classes));
    Graph graph = new Graph(names, TensorInputs.NODES, TensorInputs.NODES);
    Features features = new Features(graph, selection);
    TensorInputs.declare(graph, inputs);
    NetworkChecks.check(features, deep);
    NetworkNodes nodes = new NetworkNodes(graph, features, deep);
    Values values = nodes.first(stages, selection.columns());
    int width = 0;
    if (stages.count() > 1) {
      width = output(graph, TensorInputs.NODES, stages.carried(1), nodes.next(stages, values));
    } else {
      String scores = Scores.write(graph, deep, values.rows(deep.network().output()));
      Heads.write(graph, deep.task(), classes, scores);
    }
    return new Stage(selection.columns(), inputs, width, graph.model(metadata));
  }

  private static Stage later(
      Predictor.Deep deep,
      List<String> classes,
      Stages stages,
      int stage,
      boolean weights,
      Map<String, String> metadata) {
    boolean pairs = stages.pairs(stage);
    List<TensorInput> inputs = inputs(stages, stage, weights);
    List<String> names = new ArrayList<>(outputs(deep, classes));
    inputs.forEach(input -> names.add(input.name()));
    Graph graph =
        new Graph(names, TensorInputs.NODES, pairs ? TensorInputs.PAIRS : TensorInputs.TARGETS);
    TensorInputs.declare(graph, inputs);
    StageNodes nodes = new StageNodes(graph, deep, stages, stage);
    if (pairs) {
      nodes.writePairs();
    } else {
      nodes.write(weights);
    }
    int width = 0;
    if (stage + 1 < stages.count()) {
      width = output(graph, TensorInputs.TARGETS, stages.carried(stage + 1), nodes.next());
    } else {
      Heads.write(graph, deep.task(), classes, nodes.scores());
    }
    Map<String, String> all = new HashMap<>(metadata);
    if (weights) {
      stages.sums(stage).ifPresent(sums -> all.put(SUMS, sums));
    }
    return new Stage(List.of(), inputs, width, graph.model(all));
  }

  private static List<TensorInput> inputs(Stages stages, int stage, boolean weights) {
    List<TensorInput> inputs = new ArrayList<>();
    String width = String.valueOf(width(stages.carried(stage)));
    inputs.add(TensorInput.real(TensorInputs.X, TensorInputs.NODES, width));
    if (stages.pairs(stage)) {
      inputs.add(TensorInputs.pairIndex());
      return inputs;
    }
    inputs.addAll(TensorInputs.edges(weights));
    inputs.add(TensorInput.real(TensorInputs.DEGREE, TensorInputs.NODES));
    inputs.add(TensorInput.int64(TensorInputs.TARGETS));
    return inputs;
  }

  /** The outputs that a stage may have. */
  private static List<String> outputs(Predictor.Deep deep, List<String> classes) {
    List<String> names = new ArrayList<>(Heads.names(deep.task(), classes.size()));
    names.add(NEXT_X);
    return names;
  }

  private static int output(Graph graph, String rows, List<Stages.Carried> carried, String value) {
    int width = width(carried);
    graph.output(NEXT_X, DataType.FLOAT, List.of(rows, String.valueOf(width)), value);
    return width;
  }

  private static int width(List<Stages.Carried> carried) {
    return carried.stream().mapToInt(Stages.Carried::width).reduce(0, Math::addExact);
  }
}
