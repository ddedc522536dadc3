package io.millrace.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code signature.json}: what a model takes and gives. Inputs are raw columns, each a tensor
 * [rows] of the type that {@link ElementType} names; outputs are tensors [rows] too, or [graphs]
 * where graphs have scores:
 *
 * <ul>
 *   <li>binary: {@code probability} (float), of the second class
 *   <li>regression: {@code prediction} (float)
 *   <li>multiclass: {@code prediction} (string) and {@code probability_0}... (float), one per class
 * </ul>
 *
 * @param version of the format
 * @param inputs in the order of the raw columns
 * @param outputs in the order of the task
 * @param task {@link #BINARY}, {@link #MULTICLASS} or {@link #REGRESSION}
 * @param classes labels in the order of their probabilities; empty for a regression
 * @param tensors what the model takes besides columns, as one over a graph does, whose columns are
 *     those of nodes; null for a model that scores rows one by one
 */
public record Signature(
    int version,
    List<Input> inputs,
    List<Output> outputs,
    String task,
    List<String> classes,
    @Nullable Tensors tensors) {
  /** The newest version that this code reads, and the one that it writes. */
  public static final int VERSION = 1;

  public static final String BINARY = "binary";
  public static final String MULTICLASS = "multiclass";
  public static final String REGRESSION = "regression";

  /** The only output of a binary model, and the prefix of those of a multi-class model. */
  public static final String PROBABILITY = "probability";

  /** The first output of a regression and of a multi-class model. */
  public static final String PREDICTION = "prediction";

  /** What {@link #scored} gives where each row of the columns has a score. */
  public static final String ROWS = "rows";

  /** What {@link #scored} gives where each graph has a score, and the columns are of its nodes. */
  public static final String GRAPHS = "graphs";

  /** What {@link #scored} gives where each pair of nodes has a score. */
  public static final String PAIRS = "pairs";

  /** The tensor that names the graph of each node. */
  private static final String BATCH = "batch";

  /**
   * @throws IllegalArgumentException if a type or task is unknown, a name stands twice, or the
   *     outputs are not those of the task
   */
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    classes = List.copyOf(classes);
    requireDistinct("input", inputs.stream().map(Input::name).toList());
    requireDistinct("output", outputs.stream().map(Output::name).toList());
    requireOutputs(task, outputs, classes.size());
  }

  /** A model that scores rows one by one. */
  public Signature(
      int version, List<Input> inputs, List<Output> outputs, String task, List<String> classes) {
    this(version, inputs, outputs, task, classes, null);
  }

  /**
   * What a model takes besides columns, so that no row can be scored by itself: for one over a
   * graph {@code edge_index} (int64, [2, edges], sources above targets).
   *
   * @param inputs in the order of the file
   * @param sparse features that are given by their numbers other than 0
   */
  public record Tensors(List<Tensor> inputs, List<Sparse> sparse) {
    public Tensors {
      inputs = List.copyOf(inputs);
      sparse = List.copyOf(sparse);
    }
  }

  /**
   * An input that is no column.
   *
   * @param type int64 or float
   * @param shape numbers, or names of sizes that come with the input; empty for a single number
   */
  public record Tensor(String name, String type, List<String> shape) {
    public Tensor {
      shape = List.copyOf(shape);
    }
  }

  /**
   * Three inputs for the n numbers of a matrix [rows, width] that are not 0: {@code <name>_row} and
   * {@code <name>_column} (int64, [n]), {@code <name>_value} (float, [n]).
   */
  public record Sparse(String name, int width) {}

  /**
   * A raw column.
   *
   * @param type string, int, long, float, double, boolean, timestamp or date
   * @param required whether rows must have the column; its values may be missing all the same
   */
  public record Input(String name, String type, boolean required) {
    public Input {
      ElementType.ofColumn(name, type);
    }

    ElementType element() {
      return ElementType.ofColumn(name, type);
    }
  }

  /**
   * A column of results.
   *
   * @param type string or float
   */
  public record Output(String name, String type) {
    public Output {
      if (!Set.of("string", "float").contains(type)) {
        throw invalid("type of output '" + name + "'", type, "string or float");
      }
    }
  }

  /**
   * What has a score, and so a row of the outputs: {@link #ROWS}, {@link #GRAPHS} or {@link
   * #PAIRS}.
   */
  public String scored() {
    List<String> given =
        tensors == null ? List.of() : tensors.inputs().stream().map(Tensor::name).toList();
    return given.contains(BATCH) ? GRAPHS : given.contains(PAIRS) ? PAIRS : ROWS;
  }

  /** As {@code signature.json}. */
  public byte[] toJson() {
    return Json.writePretty(this);
  }

  /**
   * @throws CatalogException if the bytes are not a signature, or one of a newer format
   */
  public static Signature fromJson(byte[] json) {
    return Json.read(json, Signature.class, ArtifactNames.SIGNATURE, VERSION);
  }

  private static void requireDistinct(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw invalid(what + " names", "'" + name + "' twice", "each once");
      }
    }
  }

  private static void requireOutputs(String task, List<Output> outputs, int classes) {
    Map<String, String> expected = new TreeMap<>();
    switch (task) {
      case BINARY -> expected.put(PROBABILITY, "float");
      case REGRESSION -> expected.put(PREDICTION, "float");
      case MULTICLASS -> {
        expected.put(PREDICTION, "string");
        for (int i = 0; i < classes; i++) {
          expected.put(PROBABILITY + "_" + i, "float");
        }
      }
      default -> throw invalid("task", task, "binary, multiclass or regression");
    }
    Map<String, String> found = new TreeMap<>();
    outputs.forEach(output -> found.put(output.name(), output.type()));
    if (!found.equals(expected)) {
      throw invalid("outputs of a " + task + " model", found, expected);
    }
  }

  private static IllegalArgumentException invalid(String what, Object found, Object expected) {
    return new IllegalArgumentException(
        "Cannot use signature: %s: %s (expected %s).".formatted(what, found, expected));
  }
}
