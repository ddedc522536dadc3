package io.millrace.jobs.measures;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Connected components, whichever way edges lead, by turns of large stars and small stars (Kiveris
 * et al. 2014, "Connected Components in MapReduce and Beyond"): O(log² n) rounds, however long the
 * paths are. A component is named by the smallest id in it.
 */
final class Components {
  private static final String HIGH = "high";
  private static final String LOW = "low";
  private static final String SMALLEST = "smallest";

  private Components() {}

  /** The components: {@code id long, component long}; without those that are smallest. */
  static Dataset<Row> of(Dataset<Row> edges, Between between) throws IOException {
    Rounds rounds = new Rounds(between, "component");
    Dataset<Row> pairs =
        rounds.next(
            edges
                .where(col("source").notEqual(col("target")))
                .select(
                    greatest(col("source"), col("target")).as(HIGH),
                    least(col("source"), col("target")).as(LOW))
                .distinct());
    Row before = null;
    Row now = state(pairs);
    while (!now.equals(before)) {
      pairs = rounds.next(smallStar(rounds.next(largeStar(pairs))));
      before = now;
      now = state(pairs);
    }
    return pairs.select(col(HIGH).as("id"), col(LOW).as("component"));
  }

  /** Ids only fall: as long as anything changes, their sum does, or the number of pairs. */
  private static Row state(Dataset<Row> pairs) {
    return pairs.agg(count(lit(1)), sum(col(LOW).cast("decimal(38,0)"))).first();
  }

  /** Each node ties those above it to the smallest among itself and all that it is tied to. */
  private static Dataset<Row> largeStar(Dataset<Row> pairs) {
    Dataset<Row> smallest =
        pairs
            .select(
                explode(
                        array(
                            struct(col(HIGH).as("node"), col(LOW).as("other")),
                            struct(col(LOW).as("node"), col(HIGH).as("other"))))
                    .as("tie"))
            .groupBy(col("tie.node").as("node"))
            .agg(least(min("tie.other"), min("tie.node")).as(SMALLEST));
    return pairs
        .join(smallest, col(LOW).equalTo(col("node")))
        .select(col(HIGH), col(SMALLEST).as(LOW))
        .distinct();
  }

  /** Each node ties itself and those below it to the smallest of them. */
  private static Dataset<Row> smallStar(Dataset<Row> pairs) {
    Dataset<Row> smallest = pairs.groupBy(col(HIGH).as("node")).agg(min(LOW).as(SMALLEST));
    Dataset<Row> below =
        pairs
            .join(smallest, col(HIGH).equalTo(col("node")))
            .where(col(LOW).notEqual(col(SMALLEST)))
            .select(col(LOW).as(HIGH), col(SMALLEST).as(LOW));
    return below.union(smallest.select(col("node").as(HIGH), col(SMALLEST).as(LOW))).distinct();
  }
}
