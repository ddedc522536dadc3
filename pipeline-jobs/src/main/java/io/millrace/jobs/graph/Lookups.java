package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.broadcast;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How rows find their nodes. Up to so many nodes go to every executor, about 100 bytes each; rows
 * then stay where they are, and a hub costs nothing. With more, Spark deals out the parts that a
 * hub makes too large.
 *
 * @param fewNodes the largest number of nodes that go to every executor
 */
record Lookups(long fewNodes) {
  static final long FEW_NODES = 500_000;

  /** The side of a join that has one row for each node. */
  Dataset<Row> side(NodeIds nodes, Dataset<Row> rows) {
    return nodes.count() <= fewNodes ? broadcast(rows) : rows.hint("shuffle_hash");
  }
}
