package io.millrace.jobs.inference;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
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
 * the value of each source of its edges once, however many edges lead from it. Where messages are
 * added up, a node with more edges than a part holds gets sums, see {@link HubSources}.
 */
final class LayerPass implements Serializable {
  private static final long serialVersionUID = 1;

  private static final String PART = "part";
  private static final String KIND = "kind";
  private static final int TARGET = 0;
  private static final int SOURCE = 1;
  private static final int EDGE = 2;

  private final ArrayList<String> outputs;
  private final Limits limits;

  private LayerPass(List<String> outputs, Limits limits) {
    this.outputs = new ArrayList<>(outputs);
    this.limits = limits;
  }

  /**
   * Numbers of messages in memory, of which ONNX Runtime makes several copies of 4 bytes each.
   *
   * @param part of a part of average edges
   * @param node of one node, all of whose edges must be in one part
   */
  record Limits(long part, long node) implements Serializable {
    static final Limits USUAL = new Limits(8_000_000, 64_000_000);

    void check(GraphInference.Graph graph, int width) {
      if (graph.largestInDegree() * width > node) {
        throw new IllegalArgumentException(
            "Cannot score the graph: a node has %d edges into it, and this network takes %d numbers of each at once (expected at most %d edges). Networks that add up (gcn, gin, graphsage with aggregator = mean) have no such limit; or use narrower layers, or leave out such edges."
                .formatted(graph.largestInDegree(), width, node / width));
      }
    }
  }

  /**
   * @param outputs names of the stage's outputs that are wanted
   */
  static LayerPass of(List<String> outputs, Limits limits) {
    return new LayerPass(outputs, limits);
  }

  /**
   * The results: {@code id}, and an {@code array<float>} for each output under its name.
   *
   * @param nodes {@code id long, degree float, x array<float>}; read several times
   * @param graph whose edges they have
   * @param onnx the stage's file
   * @throws IllegalArgumentException if a node has more edges into it than the stage can compute
   */
  Dataset<Row> run(Dataset<Row> nodes, GraphInference.Graph graph, byte[] onnx) {
    int width = nodes.select(size(col("x"))).first().getInt(0);
    int parts = parts(nodes, graph.edgeCount() * width);
    Dataset<Row> edges = graph.edges();
    Dataset<Row> rows =
        nodes.select(
            shuffled(part("id", parts), TARGET, col("id"), lit(0L), col("degree"), col("x")));
    String sums = Stage.sums(onnx);
    if (graph.largestInDegree() * width > limits.part() && sums != null) {
      HubSources hubs = new HubSources(edges, limits.part() / width);
      rows = rows.union(standIns(hubs.merged(nodes, sums), parts));
      edges = hubs.otherEdges();
    } else {
      limits.check(graph, width);
    }
    Dataset<Row> sorted =
        rows.union(edgesAndSources(edges, nodes, parts))
            .repartition(parts, col(PART))
            .sortWithinPartitions(PART, KIND);
    Broadcast<byte[]> file =
        JavaSparkContext.fromSparkContext(nodes.sparkSession().sparkContext()).broadcast(onnx);
    return sorted.mapPartitions(
        (MapPartitionsFunction<Row, Row>) partition -> compute(partition, file.value(), width),
        Encoders.row(StageRows.schema(outputs)));
  }

  private static Dataset<Row> edgesAndSources(Dataset<Row> edges, Dataset<Row> nodes, int parts) {
    Dataset<Row> dealt = edges.withColumn(PART, part("target", parts));
    Dataset<Row> sources =
        dealt
            .select(col(PART), col("source"))
            .distinct()
            .join(nodes, col("source").equalTo(col("id")))
            .select(shuffled(col(PART), SOURCE, col("id"), lit(0L), col("degree"), col("x")));
    return sources.union(
        dealt.select(
            shuffled(
                col(PART),
                EDGE,
                col("source"),
                col("target"),
                col("weight"),
                lit(null).cast("array<float>"))));
  }

  /** A source and its edge for each row of {@link HubSources#merged}, in one pass over them. */
  private static Dataset<Row> standIns(Dataset<Row> merged, int parts) {
    Column part = part("target", parts);
    Column none = lit(null).cast("array<float>");
    return merged.select(
        inline(
            array(
                struct(shuffled(part, SOURCE, col("id"), lit(0L), lit(0f), col("x"))),
                struct(shuffled(part, EDGE, col("id"), col("target"), col("weight"), none)))));
  }

  private Iterator<Row> compute(Iterator<Row> rows, byte[] onnx, int width) {
    return new BlockIterator(rows, new Stage(onnx), new Block(width), outputs);
  }

  private int parts(Dataset<Row> nodes, long messages) {
    // Parts fall on tasks by a hash: with a few more of them all cores have work.
    long atOnce = 4L * nodes.sparkSession().sparkContext().defaultParallelism();
    return (int) Math.max(atOnce, messages / limits.part() + 1);
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
