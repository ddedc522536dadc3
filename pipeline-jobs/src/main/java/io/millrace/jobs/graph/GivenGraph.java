package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.sum;

import io.millrace.handoff.Storage;
import io.millrace.jobs.data.Names;
import io.millrace.spec.graph.GraphInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A graph that is only scored: made as {@link GraphJob} makes one, without labels, splits and a
 * dictionary.
 *
 * @param nodes {@code key string, id long, degree float}
 * @param edges {@code source long, target long, weight float, type int}
 * @param edgeCount number of edges
 * @param largestInDegree the largest number of edges into a node
 * @param edgeRows rows of the tables of edges
 * @param rejected rows that are no edges, by table and reason
 */
public record GivenGraph(
    Dataset<Row> nodes,
    Dataset<Row> edges,
    long edgeCount,
    long largestInDegree,
    long edgeRows,
    Map<String, Long> rejected) {
  /**
   * Makes a graph.
   *
   * @param folder for tables between the steps; nodes and edges stand there, so that it must stay
   *     as long as they are read
   * @param rejected folder that gets the rows that are no edges, if there are any
   * @param rows of the nodes
   * @param edges rows of each table of edges by its name
   * @throws IllegalArgumentException if a key is missing or there twice, or if a policy is fail
   */
  public static GivenGraph of(
      Storage storage,
      Path folder,
      Path rejected,
      GraphInput input,
      Dataset<Row> rows,
      Map<String, Dataset<Row>> edges) {
    SparkSession spark = rows.sparkSession();
    Scratch scratch = new Scratch(spark, storage, folder);
    NodeIds ids = ids(scratch, input, rows);
    List<EdgeRows> tables = new ArrayList<>();
    for (GraphInput.Edges given : input.edges()) {
      int type = tables.size();
      Dataset<Row> numbered =
          edges.get(given.table().table()).withColumn(Names.ROW, monotonically_increasing_id());
      EdgeRows table =
          EdgeRows.of(
              scratch,
              ids,
              new Lookups(Lookups.FEW_NODES),
              input,
              type,
              scratch.keep("rows-" + type, numbered));
      RejectedEdges.write(table, rejected);
      tables.add(table);
    }
    Path written = new Path(folder, GraphJob.EDGES);
    EdgeFiles.write(tables, null, written);
    Dataset<Row> found = spark.read().parquet(written.toString());
    Dataset<Row> nodes =
        scratch.keep(
            "degrees",
            NodeDegrees.add(ids, found)
                .select(NodeRows.KEY, NodeIds.ID, NodeDegrees.DEGREE, NodeDegrees.IN));
    Row in = nodes.agg(sum(NodeDegrees.IN), max(NodeDegrees.IN)).first();
    return new GivenGraph(
        nodes,
        found,
        in.isNullAt(0) ? 0 : in.getLong(0),
        in.isNullAt(1) ? 0 : in.getLong(1),
        tables.stream().mapToLong(EdgeRows::rowsIn).sum(),
        RejectedEdges.byTable(tables));
  }

  /** The key of a row as nodes have it. */
  public static Column key(GraphInput input) {
    Column key = Names.column(input.key().name());
    return (input.key().type().isIntegral() ? key.cast("bigint") : key).cast("string");
  }

  private static NodeIds ids(Scratch scratch, GraphInput input, Dataset<Row> rows) {
    Dataset<Row> keys =
        scratch.keep(
            "keys",
            rows.select(key(input).as(NodeRows.KEY), lit(null).cast("float").as(Names.LABEL)));
    NodeRows.requireEachOnce(
        keys,
        "column '%s' of the input names nodes".formatted(input.key().name()),
        "Drop rows without a key, and all but one of those with the same.");
    long count = keys.count();
    Dataset<Row> nodes = scratch.keep("nodes", DenseIds.add(keys, NodeRows.KEY, 0, NodeIds.ID));
    return new NodeIds(nodes, count, count, 1);
  }
}
