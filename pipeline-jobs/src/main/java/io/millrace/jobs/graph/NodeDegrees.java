package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What nodes have of edges, by one scan of the edges. */
final class NodeDegrees {
  /** Sum of the weights of the edges into a node, a float. */
  static final String DEGREE = "degree";

  /** Number of edges into a node. */
  static final String IN = "__in";

  /** Number of edges from a node. */
  static final String OUT = "__out";

  /** Number of edges into a node whose weight is not 1. */
  static final String WEIGHTED = "__weighted";

  private static final String WEIGHTS = "__weights";

  private NodeDegrees() {}

  /** Nodes with their degrees; 0 for those without edges. */
  static Dataset<Row> add(NodeIds nodes, Dataset<Row> edges) {
    Column weight = col(EdgeRows.WEIGHT).cast("double");
    Column weighted = when(weight.notEqual(1.0), 1L).otherwise(0L);
    Column into = end(EdgeRows.TARGET, lit(1L), lit(0L), weight, weighted);
    Column from = end(EdgeRows.SOURCE, lit(0L), lit(1L), lit(0.0), lit(0L));
    Dataset<Row> sums =
        edges
            .select(explode(array(into, from)).as("end"))
            .groupBy(col("end.id").as("__id"))
            .agg(
                sum("end.in").as(IN),
                sum("end.out").as(OUT),
                sum("end.weight").cast("float").as(DEGREE),
                sum("end.weighted").as(WEIGHTED));
    Dataset<Row> joined =
        nodes.nodes().join(sums, col(NodeIds.ID).equalTo(col("__id")), "left_outer").drop("__id");
    for (String name : List.of(IN, OUT, WEIGHTED)) {
      joined = joined.withColumn(name, coalesce(col(name), lit(0L)));
    }
    return joined.withColumn(DEGREE, coalesce(col(DEGREE), lit(0f)));
  }

  private static Column end(String id, Column into, Column from, Column weight, Column weighted) {
    return struct(
        col(id).as("id"),
        into.as("in"),
        from.as("out"),
        weight.as("weight"),
        weighted.as("weighted"));
  }
}
