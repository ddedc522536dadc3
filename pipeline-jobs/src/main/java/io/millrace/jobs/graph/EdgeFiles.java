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

/**
 * {@code edges/}: source and target as ids, weight, type. All edges into a node stand in one file,
 * by target and source.
 */
final class EdgeFiles {
  static final String TYPE = "type";

  private static final long EDGES_PER_FILE = 1_000_000;

  private EdgeFiles() {}

  /**
   * Writes the edges of all tables in one pass.
   *
   * @return rows that went into the edge of another row, by table
   */
  static Map<String, Long> write(List<EdgeRows> tables, Path folder) {
    Dataset<Row> all = null;
    Map<Integer, PassingCounts> summed = new LinkedHashMap<>();
    long rows = 0;
    for (EdgeRows table : tables) {
      PassingCounts counts = new PassingCounts();
      Dataset<Row> edges = edges(table, counts);
      if (table.table().duplicates() == Duplicates.SUM) {
        summed.put(table.type(), counts);
      }
      all = all == null ? edges : all.unionByName(edges);
      rows += table.rowsOut() * (table.table().direction() == Direction.SYMMETRIC ? 2 : 1);
    }
    int files = (int) Math.max(1, (rows + EDGES_PER_FILE - 1) / EDGES_PER_FILE);
    all.repartition(files, col(EdgeRows.TARGET))
        .sortWithinPartitions(EdgeRows.TARGET, EdgeRows.SOURCE, TYPE, EdgeRows.WEIGHT)
        .write()
        .parquet(folder.toString());
    Map<String, Long> changed = new LinkedHashMap<>();
    for (EdgeRows table : tables) {
      PassingCounts counts = summed.get(table.type());
      if (counts != null && counts.found().rows() < table.rowsOut()) {
        changed.merge(
            table.table().table() + ":summed", table.rowsOut() - counts.found().rows(), Long::sum);
      }
    }
    return changed;
  }

  private static Dataset<Row> edges(EdgeRows table, PassingCounts counts) {
    Direction direction = table.table().direction();
    Dataset<Row> kept = table.rows().where(col(EdgeChecks.REASON).isNull());
    if (table.table().duplicates() == Duplicates.SUM) {
      Column[] ends = EdgeChecks.ends(direction);
      kept =
          counts.of(
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
