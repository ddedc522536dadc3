package io.millrace.jobs.inference;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.catalog.Signature;
import io.millrace.jobs.data.Names;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Scores many graphs with the file of a network that has a score for each graph. Each graph is
 * scored once, in one call with others.
 */
public final class WholeGraphScores implements Serializable {
  private static final long serialVersionUID = 1;

  /** Column of a node with the number of its graph. */
  public static final String GRAPH = Names.PREFIX + "graph";

  /** At a width of 64 a matrix of so many rows takes 16 MB. */
  private static final long MOST_ROWS = 65_536;

  private static final String NUMBER = "graph";
  private static final String IS_EDGE = "is_edge";
  private static final String NODE = "node";
  private static final String SOURCE = "source";
  private static final String WEIGHT = "weight";

  private final RawTensors tensors;
  private final ArrayList<String> outputs;
  private final int kind;
  private final long mostRows;

  private WholeGraphScores(Signature signature, List<String> outputs, int kind, long mostRows) {
    this.tensors = new RawTensors(signature);
    this.outputs = new ArrayList<>(outputs);
    this.kind = kind;
    this.mostRows = mostRows;
  }

  /**
   * The scores: {@code id}, the number of a graph, and an {@code array<float>} of one number for
   * each output under its name.
   *
   * @param nodes {@code __id long, __graph long}, the columns that the signature names, and {@code
   *     __<name>_columns array<int>, __<name>_values array<float>} of its sparse features
   * @param edges {@code source long, target long, weight float}; those into other nodes do not
   *     count
   * @param outputs names of the file's outputs
   */
  public static Dataset<Row> of(
      Dataset<Row> nodes,
      Dataset<Row> edges,
      Signature signature,
      byte[] onnx,
      List<String> outputs) {
    return of(nodes, edges, signature, onnx, outputs, MOST_ROWS);
  }

  static Dataset<Row> of(
      Dataset<Row> nodes,
      Dataset<Row> edges,
      Signature signature,
      byte[] onnx,
      List<String> outputs,
      long mostRows) {
    Dataset<Row> all = nodes(nodes, signature);
    Dataset<Row> sorted =
        all.union(edges(nodes, edges, all))
            .repartition(col(NUMBER))
            .sortWithinPartitions(NUMBER, IS_EDGE, NODE, SOURCE, WEIGHT);
    WholeGraphScores scores =
        new WholeGraphScores(signature, outputs, all.schema().fieldIndex(IS_EDGE), mostRows);
    Broadcast<byte[]> file =
        JavaSparkContext.fromSparkContext(nodes.sparkSession().sparkContext()).broadcast(onnx);
    return sorted.mapPartitions(
        (MapPartitionsFunction<Row, Row>) rows -> scores.compute(rows, file.value()),
        Encoders.row(StageRows.schema(outputs)));
  }

  /** The inputs stand behind one column, where {@link RawTensors} looks for them. */
  private static Dataset<Row> nodes(Dataset<Row> nodes, Signature signature) {
    List<Column> columns = new ArrayList<>(List.of(col(GRAPH).as(NUMBER)));
    columns.addAll(RawTensors.columns(signature));
    columns.add(lit(false).as(IS_EDGE));
    columns.add(col(GraphInference.ID).as(NODE));
    columns.add(lit(null).cast("long").as(SOURCE));
    columns.add(lit(null).cast("float").as(WEIGHT));
    return nodes.select(columns.toArray(Column[]::new));
  }

  private static Dataset<Row> edges(Dataset<Row> nodes, Dataset<Row> edges, Dataset<Row> like) {
    Dataset<Row> ends = nodes.select(col(GraphInference.ID).as("target"), col(GRAPH).as(NUMBER));
    List<Column> columns = new ArrayList<>();
    for (StructField field : like.schema().fields()) {
      columns.add(
          switch (field.name()) {
            case NUMBER, SOURCE, WEIGHT -> col(field.name());
            case IS_EDGE -> lit(true);
            case NODE -> col("target");
            default -> lit(null).cast(field.dataType());
          });
    }
    return edges.join(ends, "target").select(columns.toArray(Column[]::new));
  }

  private Iterator<Row> compute(Iterator<Row> rows, byte[] onnx) {
    Stage file = new Stage(onnx);
    // Overloaded for Scala: which one is meant must be said.
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> file.close());
    return new UnionIterator(new WholeGraphs(rows, kind), mostRows, union -> scores(file, union));
  }

  private List<Row> scores(Stage file, GraphUnion union) {
    List<float[]> values = file.run(union, tensors, outputs);
    return IntStream.range(0, union.size())
        .mapToObj(g -> StageRows.row(union.graph(g), values, g, union.size()))
        .toList();
  }
}
