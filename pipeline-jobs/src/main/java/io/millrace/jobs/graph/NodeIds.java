package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.Splits;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * Ids of nodes. A key that an earlier graph knew keeps its id, new keys get the next ones, and no
 * id is ever given twice: a key without a node stays in the dictionary and leaves a gap.
 *
 * @param nodes what {@link NodeRows#keys} gives, with {@code id}, and {@code graph} where there are
 *     many
 * @param count of nodes
 * @param ids all ids are below this
 */
record NodeIds(Dataset<Row> nodes, long count, long ids, long graphs) {
  static final String ID = "id";
  static final String GRAPH = "graph";
  static final String DICTIONARY = "dictionary";

  private static final int EXAMPLES = 3;

  /** Whether nodes have times, since the split is by them. */
  boolean timed() {
    return Arrays.asList(nodes.columns()).contains(NodeRows.TIME);
  }

  static NodeIds of(StepContext context, Scratch scratch, NodeRows rows) throws IOException {
    Dataset<Row> keys = scratch.keep("keys", rows.keys());
    rows.check(keys);
    boolean many = context.definition().graph().graph() != null;
    Dataset<Row> named = many ? withGraphs(context, scratch, keys) : keys;
    long graphs = many ? named.agg(max(GRAPH)).first().getLong(0) + 1 : 1;
    Dataset<Row> old = earlier(context);
    Dataset<Row> known =
        old == null ? named.limit(0).withColumn(ID, lit(0L)) : named.join(old, NodeRows.KEY);
    Dataset<Row> fresh =
        old == null
            ? named
            : scratch.keep(
                "fresh",
                named.join(
                    old, old.col(NodeRows.KEY).equalTo(named.col(NodeRows.KEY)), "left_anti"));
    long first = old == null ? 0 : next(old);
    Dataset<Row> numbered = DenseIds.add(fresh, NodeRows.KEY, first, ID);
    Dataset<Row> nodes =
        scratch.keep("nodes", old == null ? numbered : numbered.unionByName(known));
    Dataset<Row> dictionary = nodes.select(NodeRows.KEY, ID);
    if (old != null) {
      dictionary =
          dictionary.unionByName(old.join(nodes.select(NodeRows.KEY), NodeRows.KEY, "left_anti"));
    }
    dictionary.write().parquet(new Path(context.work(), DICTIONARY).toString());
    return new NodeIds(nodes, rows.rows(), first + fresh.count(), graphs);
  }

  private static @Nullable Dataset<Row> earlier(StepContext context) throws IOException {
    String folder = context.plan().dictionary();
    if (folder == null) {
      return null;
    }
    if (!context.storage().exists(new Path(folder))) {
      throw new IOException(
          "Cannot keep the ids of nodes: '%s', which an earlier run wrote, is not there (expected a folder of ids). Run again, which plans without it."
              .formatted(folder));
    }
    return context.spark().read().schema("key STRING, id BIGINT").parquet(folder);
  }

  private static long next(Dataset<Row> old) {
    Row largest = old.agg(max(ID)).first();
    return largest.isNullAt(0) ? 0 : largest.getLong(0) + 1;
  }

  private static Dataset<Row> withGraphs(StepContext context, Scratch scratch, Dataset<Row> keys) {
    Dataset<Row> names =
        scratch.keep(
            "graph-names",
            keys.groupBy(NodeRows.GRAPH_NAME)
                .agg(
                    countDistinct(Splits.COLUMN).as("splits"),
                    min(Names.LABEL).as("least"),
                    max(Names.LABEL).as("most"),
                    functions.count(Names.LABEL).as("labelled"),
                    functions.count(lit(1)).as("rows")));
    refuseMixed(context, names);
    Dataset<Row> numbered =
        scratch.keep(
            "graphs",
            DenseIds.add(names.select(NodeRows.GRAPH_NAME), NodeRows.GRAPH_NAME, 0, GRAPH));
    return scratch.keep(
        "named", keys.join(numbered, NodeRows.GRAPH_NAME).drop(NodeRows.GRAPH_NAME));
  }

  private static void refuseMixed(StepContext context, Dataset<Row> names) {
    List<Row> mixed =
        names
            .where(
                col(NodeRows.GRAPH_NAME)
                    .isNull()
                    .or(col("splits").gt(1))
                    .or(col("least").notEqual(col("most")))
                    .or(col("labelled").gt(0).and(col("labelled").lt(col("rows")))))
            .orderBy(NodeRows.GRAPH_NAME)
            .takeAsList(EXAMPLES);
    if (!mixed.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot make graphs by column '%s': the rows of %s differ in label or split, or have no graph (expected one label and one split for each graph). Look at 'label', 'split' and 'graph' in the definition."
              .formatted(
                  context.definition().graph().graph(),
                  mixed.stream().map(row -> "'" + row.getString(0) + "'").toList()));
    }
  }
}
