package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.millrace.jobs.data.Names;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Writes the rows of tables of edges that are no edges, as other steps write rejected rows. */
final class RejectedEdges {
  private static final int EXAMPLES = 3;

  private RejectedEdges() {}

  /**
   * Adds a table's rejected rows to those in a folder.
   *
   * @throws IllegalArgumentException if a policy says that there must be none; names examples
   */
  static void write(EdgeRows edges, Path folder) {
    if (edges.rejected().isEmpty()) {
      return;
    }
    String table = edges.table().table();
    Column[] original =
        Arrays.stream(edges.source().columns())
            .filter(name -> !name.equals(Names.ROW))
            .map(Names::column)
            .toArray(Column[]::new);
    Column reason = concat(lit(table + ":"), col(EdgeChecks.REASON));
    Dataset<Row> cleaned =
        edges.source().select(col(Names.ROW).as("__of"), to_json(struct(original)).as("original"));
    edges
        .rows()
        .where(col(EdgeChecks.REASON).isNotNull())
        .join(cleaned, col(Names.ROW).equalTo(col("__of")))
        .select(reason.as("reason"), array(reason).as("reasons"), col("original"))
        .write()
        .mode(SaveMode.Append)
        .parquet(folder.toString());
    refuse(edges, folder);
  }

  private static void refuse(EdgeRows edges, Path folder) {
    for (Map.Entry<String, Long> rejected : edges.rejected().entrySet()) {
      if (EdgeChecks.fails(edges.table(), rejected.getKey())) {
        String reason = edges.table().table() + ":" + rejected.getKey();
        throw new IllegalArgumentException(
            "Cannot make edges of table '%s': %d rows are '%s', whose policy is fail (expected none). For example: %s. All of them are in '%s'."
                .formatted(
                    edges.table().table(),
                    rejected.getValue(),
                    rejected.getKey(),
                    String.join(" | ", examples(edges.source().sparkSession(), folder, reason)),
                    folder));
      }
    }
  }

  /** Rejected rows of all tables by table and reason. */
  static Map<String, Long> byTable(List<EdgeRows> tables) {
    Map<String, Long> rejected = new LinkedHashMap<>();
    for (EdgeRows edges : tables) {
      edges
          .rejected()
          .forEach((reason, rows) -> rejected.put(edges.table().table() + ":" + reason, rows));
    }
    return rejected;
  }

  /** The first rejected rows by a reason, or by any where it is null. */
  static List<String> examples(SparkSession spark, Path folder, @Nullable String reason) {
    Dataset<Row> rows = spark.read().parquet(folder.toString());
    if (reason != null) {
      rows = rows.where(col("reason").equalTo(reason));
    }
    return rows.select(col("original")).takeAsList(EXAMPLES).stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
