package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.millrace.handoff.PreparedFiles;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.clean.CleanedTables;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.jobs.data.Splits;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.target.SplitSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows that become nodes: prepared rows of all splits, with what the cleaned table says of
 * each.
 *
 * @param prepared row number, label, {@link Names#SPLIT}, {@link Splits#COLUMN} and the plan's
 *     outputs
 * @param rows number of them
 * @param splits and by split
 * @param madeFrom fingerprint of the step that prepared them
 */
record NodeRows(
    StepContext context,
    Dataset<Row> prepared,
    long rows,
    Map<String, Long> splits,
    FeaturePlan plan,
    String madeFrom) {
  static final String KEY = "key";
  static final String GRAPH_NAME = "__graph_name";
  static final String TIME = "__time";

  private static final int EXAMPLES = 3;

  static NodeRows open(StepContext context) throws IOException {
    Path features = context.output("features");
    SavedDataset saved = SavedDataset.open(context.storage(), new Path(features, Names.DATA));
    List<String> splits = new ArrayList<>(SplitSpec.NAMES);
    splits.add(Names.OTHER);
    Dataset<Row> all = null;
    long rows = 0;
    for (String split : splits) {
      long of = saved.manifest().rows().getOrDefault(split, 0L);
      if (of > 0) {
        Dataset<Row> some = saved.rows(context.spark(), split).withColumn(Names.SPLIT, lit(split));
        all = all == null ? some : all.unionByName(some);
        rows += of;
      }
    }
    if (all == null) {
      throw new IllegalArgumentException(
          "Cannot make a graph of '%s': it has no rows (expected at least one node)."
              .formatted(features));
    }
    return new NodeRows(
        context,
        Splits.add(all),
        rows,
        saved.manifest().rows(),
        PreparedFiles.featurePlan(context.storage(), features),
        saved.manifest().madeFrom().getOrDefault("step", ""));
  }

  /**
   * Key, row number, label, splits; and the graph's name and the time of the split where there are
   * any.
   */
  Dataset<Row> keys() throws IOException {
    PipelineDefinition definition = context.definition();
    GraphSpec graph = definition.graph();
    List<Column> columns = new ArrayList<>();
    columns.add(col(Names.ROW));
    columns.add(Names.column(graph.key()).cast("string").as(KEY));
    if (graph.graph() != null) {
      columns.add(Names.column(graph.graph()).cast("string").as(GRAPH_NAME));
    }
    if (definition.split() instanceof SplitSpec.ByTime byTime) {
      columns.add(Names.column(byTime.column()).cast("timestamp").as(TIME));
    }
    Dataset<Row> cleaned =
        CleanedTables.rows(context, definition.clean().table())
            .select(columns.toArray(Column[]::new));
    return prepared
        .select(Names.ROW, Names.LABEL, Names.SPLIT, Splits.COLUMN)
        .join(cleaned, Names.ROW);
  }

  /**
   * Checks keys that were kept.
   *
   * @throws IllegalArgumentException if one is missing or there twice
   * @throws IOException if they are not those of the prepared rows
   */
  void check(Dataset<Row> keys) throws IOException {
    long found = keys.count();
    if (found != rows) {
      throw new IOException(
          "Cannot make a graph: %d of %d prepared rows stand in the cleaned table (expected all). Run the steps 'clean' and 'features' again."
              .formatted(found, rows));
    }
    requireEachOnce(
        keys,
        "column '%s' of table '%s' names nodes"
            .formatted(context.definition().graph().key(), context.definition().clean().table()),
        "Clean the table with 'required' and 'duplicates'.");
  }

  /**
   * @throws IllegalArgumentException if a key is missing or there twice
   */
  static void requireEachOnce(Dataset<Row> keys, String what, String advice) {
    Dataset<Row> wrong =
        keys.groupBy(KEY)
            .agg(count(lit(1)).as("rows"))
            .where(col(KEY).isNull().or(col("rows").gt(1)));
    List<Row> examples = wrong.orderBy(col(KEY)).takeAsList(EXAMPLES);
    if (!examples.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot make a graph: %s, and %s (expected one row for each key). %s"
              .formatted(
                  what, String.join(", ", examples.stream().map(NodeRows::text).toList()), advice));
    }
  }

  private static String text(Row row) {
    return row.isNullAt(0)
        ? "%d rows have none".formatted(row.getLong(1))
        : "'%s' stands in %d rows".formatted(row.getString(0), row.getLong(1));
  }
}
