package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.jobs.data.Names;
import io.millrace.spec.target.LinkSpec;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Draws pairs of different nodes without an edge between them, each pair at most once and each as
 * likely as any other. A draw depends on the seed and its number alone: the same graph gives the
 * same pairs, on whichever cluster.
 *
 * @param connected {@code source, target}: all pairs with an edge, the smaller id first
 * @param free number of all pairs without one
 */
record NegativePairs(
    NodeIds ids, Lookups lookups, Dataset<Row> connected, long free, LinkSpec spec) {
  /** Draws beyond what is needed on average, most of all for pairs that are drawn twice. */
  private static final double MORE = 1.5;

  /** Each has twice the draws of the one before. */
  private static final int ROUNDS = 4;

  private static final String RANK = "__rank";

  static NegativePairs of(NodeIds ids, Lookups lookups, Dataset<Row> connected, LinkSpec spec) {
    long pairs = Math.multiplyExact(ids.count(), ids.count() - 1) / 2;
    return new NegativePairs(ids, lookups, connected, pairs - connected.count(), spec);
  }

  /** The number of a pair, by its ends. */
  static Column number(NodeIds ids) {
    return col("source").multiply(lit(ids.ids())).plus(col("target"));
  }

  /**
   * The pairs as {@code source, target, __split}, the smaller id first.
   *
   * @param wanted number of pairs by split
   * @throws IllegalArgumentException if the graph has not at least twice as many
   */
  Dataset<Row> draw(Scratch scratch, Map<String, Long> wanted) {
    long all = wanted.values().stream().mapToLong(Long::longValue).sum();
    if (free / 2 < all) {
      throw new IllegalArgumentException(
          "Cannot draw %d pairs of nodes without an edge: the graph has %d (expected at least twice as many as are drawn, or hardly one would be left out). Lower 'negatives' in 'label', or look at whether links can be predicted in a graph this dense."
              .formatted(all, free));
    }
    Dataset<Row> drawn = enough(scratch, all);
    // By a hash: numbers of a table's order would put the first nodes into the first split.
    Column order = xxhash64(lit(spec.seed()), col("source"), col("target"));
    Dataset<Row> ranked =
        DenseIds.add(scratch.keep("ranks", drawn.withColumn("__order", order)), "__order", 0, RANK);
    Column split = lit(null).cast("string");
    long end = all;
    for (Map.Entry<String, Long> of : wanted.entrySet()) {
      end -= of.getValue();
      split = when(col(RANK).geq(end).and(split.isNull()), of.getKey()).otherwise(split);
    }
    return ranked
        .where(col(RANK).lt(all))
        .select(col("source"), col("target"), split.as(Names.SPLIT));
  }

  private Dataset<Row> enough(Scratch scratch, long wanted) {
    double accepted = 2.0 * free / ids.ids() / ids.ids();
    long draws = (long) (wanted * MORE / accepted) + 100;
    for (int round = 0; round < ROUNDS; round++, draws *= 2) {
      Dataset<Row> drawn = scratch.keep("drawn-" + round, drawn(draws));
      if (drawn.count() >= wanted) {
        return drawn;
      }
    }
    throw new IllegalStateException(
        "Cannot draw %d pairs of nodes without an edge: %d draws gave fewer (expected enough, as %d of such pairs are there)."
            .formatted(wanted, draws / 2, free));
  }

  private Dataset<Row> drawn(long draws) {
    Dataset<Row> pairs =
        Links.pairs(
            connected
                .sparkSession()
                .range(draws)
                .select(end("source").as("source"), end("target").as("target")));
    Dataset<Row> apart =
        pairs.distinct().join(connected, new String[] {"source", "target"}, "left_anti");
    if (ids.count() == ids.ids()) {
      return apart;
    }
    // Ids of keys that have no node in this run.
    Dataset<Row> known = lookups.side(ids, ids.nodes().select(col(NodeIds.ID).as("__known")));
    return apart
        .join(known, col("source").equalTo(col("__known")), "left_semi")
        .join(known, col("target").equalTo(col("__known")), "left_semi");
  }

  private Column end(String which) {
    return pmod(xxhash64(lit(spec.seed()), lit(which), col("id")), lit(ids.ids()));
  }
}
