package io.millrace.jobs.measures;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Connected components, whichever way edges lead. A component is named by the smallest id in it.
 *
 * <p>Tasks first make each of its share of the edges as few as join the same nodes, as long as that
 * halves them; what one task can hold is then done. Of larger graphs the rest is done by turns of
 * large stars and small stars (Kiveris et al. 2014, "Connected Components in MapReduce and
 * Beyond"): O(log² n) rounds, however long the paths are.
 */
final class Components {
  private static final String HIGH = "high";
  private static final String LOW = "low";
  private static final String SMALLEST = "smallest";

  /** Of one task: up to about 120 bytes each, where each joins two nodes of its own. */
  private static final long EDGES = 2_000_000;

  private static final StructType SCHEMA =
      new StructType().add(HIGH, DataTypes.LongType, false).add(LOW, DataTypes.LongType, false);

  private Components() {}

  /** The components: {@code id long, component long}; without those that are smallest. */
  static Dataset<Row> of(Dataset<Row> edges, Between between) throws IOException {
    return of(edges, between, EDGES);
  }

  static Dataset<Row> of(Dataset<Row> edges, Between between, long edgesOfTask) throws IOException {
    Rounds rounds = new Rounds(between, "component");
    Dataset<Row> pairs = edges.select(col("source").as(HIGH), col("target").as(LOW));
    long count = pairs.count();
    long before;
    boolean whole;
    do {
      before = count;
      int tasks = (int) Math.max(1, (before + edgesOfTask - 1) / edgesOfTask);
      pairs = rounds.next(joined(pairs, tasks));
      count = pairs.count();
      whole = tasks == 1;
    } while (!whole && count <= before / 2);
    if (!whole) {
      pairs = stars(pairs, rounds);
    }
    return pairs.select(col(HIGH).as("id"), col(LOW).as("component"));
  }

  /** Ties each node to the smallest among those that it is connected with in its task. */
  private static Dataset<Row> joined(Dataset<Row> pairs, int tasks) {
    return pairs
        .repartition(tasks)
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                rows -> {
                  ComponentBlock block = new ComponentBlock();
                  rows.forEachRemaining(row -> block.add(row.getLong(0), row.getLong(1)));
                  return IntStream.range(0, block.nodes())
                      .filter(node -> block.smallest(node) != block.id(node))
                      .mapToObj(node -> RowFactory.create(block.id(node), block.smallest(node)))
                      .iterator();
                },
            Encoders.row(SCHEMA));
  }

  private static Dataset<Row> stars(Dataset<Row> tied, Rounds rounds) throws IOException {
    Dataset<Row> pairs = rounds.next(tied.distinct());
    Row before = null;
    Row now = state(pairs);
    while (!now.equals(before)) {
      pairs = rounds.next(smallStar(rounds.next(largeStar(pairs))));
      before = now;
      now = state(pairs);
    }
    return pairs;
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
