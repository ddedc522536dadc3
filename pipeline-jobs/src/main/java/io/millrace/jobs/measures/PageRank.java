package io.millrace.jobs.measures;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * PageRank (Brin & Page 1998) by power iteration: {@code r_i = (1 - d) / n + d sum_j w_ji r_j /
 * sum_k w_jk} with d = 0.85. What nodes without edges to others have is shared by all nodes, so the
 * ranks sum to 1. Ends when all that reaches nodes along edges changes by less than 0.000001; ranks
 * change by a factor of d in each round at most, so that takes some 90 rounds at most.
 *
 * <p>Graphs with more nodes than {@link DenseRanks} holds in memory are ranked in tables.
 */
final class PageRank {
  static final double DAMPING = 0.85;
  static final double TOLERANCE = 1e-6;

  private static final String ID = "id";

  /** What reaches a node along its edges; those that none leads to have no row. */
  private static final String REACHES = "reaches";

  /** The same in the round before. */
  private static final String OLD = "old";

  /** Most ids that ranks are held in memory for: about 50 bytes each on the driver. */
  private static final long DENSE = 8_000_000;

  private final Dataset<Row> shares;
  private final long nodes;

  private PageRank(Dataset<Row> shares, long nodes) {
    this.shares = shares;
    this.nodes = nodes;
  }

  /**
   * The ranks: {@code id long, page_rank float}.
   *
   * @param nodes {@code id long}
   */
  static Dataset<Row> of(Dataset<Row> nodes, Dataset<Row> edges, Between between)
      throws IOException {
    return of(nodes, edges, between, DENSE);
  }

  static Dataset<Row> of(Dataset<Row> nodes, Dataset<Row> edges, Between between, long dense)
      throws IOException {
    Row known = nodes.agg(count(lit(1)), coalesce(max(ID), lit(-1L))).first();
    long ids = known.getLong(1) + 1;
    return ids <= dense
        ? DenseRanks.of(nodes, edges, known.getLong(0), (int) ids)
        : inTables(nodes, edges, known.getLong(0), between);
  }

  /** How many tasks edges are dealt out to. */
  static int tasks(SparkSession spark) {
    return Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
  }

  private static Dataset<Row> inTables(
      Dataset<Row> nodes, Dataset<Row> edges, long count, Between between) throws IOException {
    Dataset<Row> sums =
        edges.groupBy("source").agg(sum(col("weight").cast("double")).as("of_source"));
    // What nodes have comes to the edges that leave them, and what they pass on is moved.
    Dataset<Row> shares =
        edges
            .join(sums, "source")
            .select(
                col("source"), col("target"), col("weight").divide(col("of_source")).as("share"))
            .repartition(tasks(nodes.sparkSession()), col("source"))
            .sortWithinPartitions("source")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new PageRank(shares, count).ranks(nodes, between);
    } finally {
      shares.unpersist(false);
    }
  }

  private Dataset<Row> ranks(Dataset<Row> all, Between between) throws IOException {
    Rounds rounds = new Rounds(between, "page-rank");
    Dataset<Row> now =
        all.sparkSession().emptyDataFrame().select(lit(0L).as(ID), lit(0.0).as(REACHES));
    double least = 1.0 / nodes;
    double change = 1;
    while (change > TOLERANCE) {
      now = rounds.next(passed(now.select(ID, REACHES), least));
      Row found = now.agg(total(col(REACHES)), total(abs(col(REACHES).minus(col(OLD))))).first();
      least = (1 - DAMPING * found.getDouble(0)) / nodes;
      change = found.getDouble(1);
    }
    return all.join(now, new String[] {ID}, "left_outer")
        .select(col(ID), rank(col(REACHES), least).cast("float").as("page_rank"));
  }

  private static Column total(Column of) {
    return coalesce(sum(of), lit(0.0));
  }

  private static Column rank(Column reaches, double least) {
    return lit(least).plus(lit(DAMPING).multiply(coalesce(reaches, lit(0.0))));
  }

  private Dataset<Row> passed(Dataset<Row> before, double least) {
    return shares
        .join(before, col("source").equalTo(col(ID)), "left_outer")
        .select(col("target"), col("share").multiply(rank(col(REACHES), least)).as("passed"))
        .groupBy("target")
        .agg(sum("passed").as("sum"))
        .join(before, col("target").equalTo(col(ID)), "left_outer")
        .select(
            col("target").as(ID), col("sum").as(REACHES), coalesce(col(REACHES), lit(0.0)).as(OLD));
  }
}
