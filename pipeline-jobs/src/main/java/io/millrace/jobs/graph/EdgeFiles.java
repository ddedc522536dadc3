package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.data.PassingCounts;
import io.millrace.spec.graph.GraphSpec.Direction;
import io.millrace.spec.graph.GraphSpec.Duplicates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * {@code edges/}: source and target as ids, weight, type. All edges into a node stand in one file,
 * by target and source. Edges of links that are held out are not among them.
 */
final class EdgeFiles {
  static final String TYPE = "type";

  private static final long EDGES_PER_FILE = 1_000_000;

  private EdgeFiles() {}

  /**
   * Writes the edges of all tables in one pass.
   *
   * @param links null where none are predicted
   * @return rows that went into the edge of another row, and rows that are held out, by table
   */
  static Map<String, Long> write(List<EdgeRows> tables, @Nullable Links links, Path folder) {
    Dataset<Row> all = null;
    List<Passing> passing = new ArrayList<>();
    long rows = 0;
    for (EdgeRows table : tables) {
      Passing counts = new Passing(table, new PassingCounts(), new PassingCounts());
      passing.add(counts);
      Dataset<Row> edges = edges(table, links, counts);
      all = all == null ? edges : all.unionByName(edges);
      rows += table.rowsOut() * (table.table().direction() == Direction.SYMMETRIC ? 2 : 1);
    }
    int files = (int) Math.max(1, (rows + EDGES_PER_FILE - 1) / EDGES_PER_FILE);
    all.repartition(files, col(EdgeRows.TARGET))
        .sortWithinPartitions(EdgeRows.TARGET, EdgeRows.SOURCE, TYPE, EdgeRows.WEIGHT)
        .write()
        .parquet(folder.toString());
    Map<String, Long> changed = new LinkedHashMap<>();
    for (Passing of : passing) {
      long left = links == null ? of.table().rowsOut() : of.left().found().rows();
      add(changed, of.table(), "held-out", of.table().rowsOut() - left);
      if (of.table().table().duplicates() == Duplicates.SUM) {
        add(changed, of.table(), "summed", left - of.edges().found().rows());
      }
    }
    return changed;
  }

  /**
   * What is counted of a table.
   *
   * @param left rows that pass messages, counted where links are held out
   * @param edges what they become, counted where they are summed
   */
  private record Passing(EdgeRows table, PassingCounts left, PassingCounts edges) {}

  private static void add(Map<String, Long> changed, EdgeRows table, String what, long rows) {
    if (rows > 0) {
      changed.merge(table.table().table() + ":" + what, rows, Long::sum);
    }
  }

  private static Dataset<Row> edges(EdgeRows table, @Nullable Links links, Passing counts) {
    Direction direction = table.table().direction();
    Dataset<Row> kept = table.rows().where(col(EdgeChecks.REASON).isNull());
    if (links != null) {
      kept = counts.left().of(links.messages(kept));
    }
    if (table.table().duplicates() == Duplicates.SUM) {
      Column[] ends = EdgeChecks.ends(direction);
      kept =
          counts
              .edges()
              .of(
                  kept.groupBy(ends[0].as(EdgeRows.SOURCE), ends[1].as(EdgeRows.TARGET))
                      .agg(sum(EdgeRows.WEIGHT).cast("float").as(EdgeRows.WEIGHT)));
    }
    Dataset<Row> edges =
        kept.select(
            col(EdgeRows.SOURCE),
            col(EdgeRows.TARGET),
            col(EdgeRows.WEIGHT),
            lit(table.type()).as(TYPE));
    return direction == Direction.SYMMETRIC ? bothWays(edges) : edges;
  }

  private static Dataset<Row> bothWays(Dataset<Row> edges) {
    Column source = col(EdgeRows.SOURCE);
    Column target = col(EdgeRows.TARGET);
    Column there = struct(source.as("from"), target.as("to"));
    Column back = struct(target.as("from"), source.as("to"));
    List<Column> columns = new ArrayList<>();
    columns.add(
        explode(when(source.equalTo(target), array(there)).otherwise(array(there, back)))
            .as("__ends"));
    columns.add(col(EdgeRows.WEIGHT));
    columns.add(col(TYPE));
    return edges
        .select(columns.toArray(Column[]::new))
        .select(
            col("__ends.from").as(EdgeRows.SOURCE),
            col("__ends.to").as(EdgeRows.TARGET),
            col(EdgeRows.WEIGHT),
            col(TYPE));
  }
}
