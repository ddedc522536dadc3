package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** From scores to the outputs of the file. */
final class Heads {
  private static final String PROBABILITY = "probability";
  private static final String PREDICTION = "prediction";

  private Heads() {}

  /** The names of the outputs, in order. */
  static List<String> names(Task task, int classes) {
    if (task != Task.MULTICLASS) {
      return List.of(task == Task.BINARY ? PROBABILITY : PREDICTION);
    }
    List<String> names = new ArrayList<>(List.of(PREDICTION));
    IntStream.range(0, classes).forEach(k -> names.add(PROBABILITY + "_" + k));
    return names;
  }

  /**
   * @param scores double, [rows, K] for multi-class and [rows] otherwise
   */
  static void write(Graph graph, Task task, List<String> classes, String scores) {
    switch (task) {
      case BINARY -> single(graph, PROBABILITY, graph.op("Sigmoid", scores));
      case REGRESSION -> single(graph, PREDICTION, scores);
      case MULTICLASS -> multi(graph, classes, scores);
    }
  }

  private static void single(Graph graph, String name, String value) {
    graph.output(name, DataType.FLOAT, graph.cast(value, DataType.FLOAT));
  }

  private static void multi(Graph graph, List<String> classes, String scores) {
    String best =
        graph.node(
            "",
            "ArgMax",
            List.of(scores),
            Attributes.ofInt("axis", 1),
            Attributes.ofInt("keepdims", 0));
    String names = graph.constant(Tensors.strings(classes));
    graph.output(PREDICTION, DataType.STRING, graph.gather(names, best, 0));
    String probabilities = graph.node("", "Softmax", List.of(scores), Attributes.ofInt("axis", 1));
    for (int k = 0; k < classes.size(); k++) {
      String column = graph.gather(probabilities, graph.int64(k), 1);
      single(graph, PROBABILITY + "_" + k, column);
    }
  }

  /** Throws unless the predictor gives as many scores as its task needs. */
  static void check(Predictor predictor, List<String> classes) {
    boolean multi = predictor.task() == Task.MULTICLASS;
    int width = width(predictor);
    if (multi && classes.size() < 2) {
      throw new IllegalArgumentException(
          "Cannot export the model: it has the classes %s (expected at least two)."
              .formatted(classes));
    }
    int expected = multi ? classes.size() : 1;
    if (width != expected) {
      throw new IllegalArgumentException(
          "Cannot export the model: a %s predictor gives %d scores for the task %s (expected %d)."
              .formatted(predictor.getClass().getSimpleName(), width, predictor.task(), expected));
    }
  }

  private static int width(Predictor predictor) {
    if (predictor instanceof Predictor.Linear linear) {
      return linear.bias().length;
    }
    return predictor instanceof Predictor.Deep deep ? Shapes.of(deep.network()).outputWidth() : 1;
  }
}
