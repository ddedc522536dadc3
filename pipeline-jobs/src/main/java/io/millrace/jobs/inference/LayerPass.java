package io.millrace.jobs.inference;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Computes one stage of a network for all nodes, each once. Nodes are dealt into parts; a part gets
 * the value of each source of its edges once, however many edges lead from it.
 */
final class LayerPass implements Serializable {
  private static final long serialVersionUID = 1;

  /** Numbers of the messages of a part: 32 MB, of which ONNX Runtime makes several copies. */
  private static final long MESSAGES = 8_000_000;

  private static final String PART = "part";
  private static final String KIND = "kind";
  private static final int TARGET = 0;
  private static final int SOURCE = 1;
  private static final int EDGE = 2;

  private final ArrayList<String> outputs;

  private LayerPass(List<String> outputs) {
    this.outputs = new ArrayList<>(outputs);
  }

  /**
   * @param outputs names of the stage's outputs that are wanted
   */
  static LayerPass of(List<String> outputs) {
    return new LayerPass(outputs);
  }

  /**
   * The results: {@code id}, and an {@code array<float>} for each output under its name.
   *
   * @param nodes {@code id long, degree float, x array<float>}; read three times
   * @param edges {@code source long, target long, weight float}
   * @param onnx the stage's file
   * @param edgeCount number of edges
   */
  Dataset<Row> run(Dataset<Row> nodes, Dataset<Row> edges, byte[] onnx, long edgeCount) {
    int width = nodes.select(size(col("x"))).first().getInt(0);
    int parts = parts(nodes, edgeCount * width);
    Dataset<Row> dealt = edges.withColumn(PART, part("target", parts));
    Dataset<Row> needed =
        dealt
            .select(col(PART), col("source"))
            .distinct()
            .join(nodes, col("source").equalTo(col("id")))
            .select(shuffled(col(PART), SOURCE, col("id"), lit(0L), col("degree"), col("x")));
    Dataset<Row> rows =
        nodes
            .select(
                shuffled(part("id", parts), TARGET, col("id"), lit(0L), col("degree"), col("x")))
            .union(needed)
            .union(
                dealt.select(
                    shuffled(
                        col(PART),
                        EDGE,
                        col("source"),
                        col("target"),
                        col("weight"),
                        lit(null).cast("array<float>"))))
            .repartition(parts, col(PART))
            .sortWithinPartitions(PART, KIND);
    Broadcast<byte[]> file =
        JavaSparkContext.fromSparkContext(nodes.sparkSession().sparkContext()).broadcast(onnx);
    return rows.mapPartitions(
        (MapPartitionsFunction<Row, Row>) partition -> compute(partition, file.value(), width),
        Encoders.row(StageRows.schema(outputs)));
  }

  private Iterator<Row> compute(Iterator<Row> rows, byte[] onnx, int width) {
    return new BlockIterator(rows, new Stage(onnx), new Block(width), outputs);
  }

  private static int parts(Dataset<Row> nodes, long messages) {
    // Parts fall on tasks by a hash: with a few more of them all cores have work.
    long atOnce = 4L * nodes.sparkSession().sparkContext().defaultParallelism();
    return (int) Math.max(atOnce, messages / MESSAGES + 1);
  }

  private static Column part(String id, int parts) {
    return pmod(xxhash64(col(id)), lit(parts)).cast("int");
  }

  private static Column[] shuffled(
      Column part, int kind, Column first, Column second, Column number, Column x) {
    return new Column[] {
      part.as(PART),
      lit(kind).as(KIND),
      first.as("first"),
      second.as("second"),
      number.cast("float").as("number"),
      x.as("x")
    };
  }

  /** Puts a row of the shuffle into a block. */
  static void add(Row row, Block block) {
    switch (row.getInt(1)) {
      case TARGET ->
          block.target(row.getLong(2), row.getFloat(4), StageRows.floats(row.getList(5)));
      case SOURCE ->
          block.source(row.getLong(2), row.getFloat(4), StageRows.floats(row.getList(5)));
      default -> block.edge(row.getLong(2), row.getLong(3), row.getFloat(4));
    }
  }
}
