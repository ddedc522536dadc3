package io.millrace.jobs.neighbourhoods;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.Splits;
import io.millrace.jobs.graph.GraphJob;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.graph.GraphSpec.Duplicates;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.jspecify.annotations.Nullable;

/**
 * What the step {@code graph} has written.
 *
 * @param links pairs of nodes that scores are asked for; null where nodes or graphs have scores
 */
record GraphTables(Dataset<Row> nodes, Dataset<Row> edges, @Nullable Dataset<Row> links) {
  GraphTables {
    nodes = Splits.add(nodes);
    links = links == null ? null : Splits.add(links);
  }

  /** The column of a node that edges name it by. */
  static final String ID = "id";

  /** The nodes of a target. */
  static final String ENDS = "ends";

  /**
   * @param links whether they are predicted
   */
  static GraphTables open(SparkSession spark, Path graph, boolean links) {
    return new GraphTables(
        spark.read().parquet(new Path(graph, GraphJob.NODES).toString()),
        spark.read().parquet(new Path(graph, GraphJob.EDGES).toString()),
        links ? spark.read().parquet(new Path(graph, GraphJob.LINKS).toString()) : null);
  }

  /**
   * The edges as {@code target, source, ordinal, weight}. The ordinal tells edges between the same
   * two nodes apart; where there can be none, it costs no pass over the edges.
   */
  Dataset<Row> edges(GraphSpec spec) {
    boolean parallel =
        spec.edges().size() > 1
            || spec.edges().stream().anyMatch(e -> e.duplicates() == Duplicates.KEEP);
    Column ordinal =
        parallel
            ? row_number()
                .over(Window.partitionBy("target", "source").orderBy("type", "weight"))
                .minus(1)
            : lit(0);
    return edges.select(col("target"), col("source"), ordinal.as("ordinal"), col("weight"));
  }

  /**
   * The nodes, or pairs of them, that scores are asked for in any split: {@code ends array<long>,
   * __row, __label, __splits}.
   */
  Dataset<Row> targets() {
    if (links != null) {
      return links.select(
          array(col("source"), col("target")).as(ENDS),
          col(Names.ROW),
          col(Names.LABEL),
          col(Splits.COLUMN));
    }
    return nodes
        .where(Splits.used())
        .select(array(col(ID)).as(ENDS), col(Names.ROW), label(), col(Splits.COLUMN));
  }

  /** Nodes of each target. */
  int ends() {
    return links == null ? 1 : 2;
  }

  /** NaN where there is none. */
  static Column label() {
    return coalesce(col(Names.LABEL), lit(Float.NaN)).as(Names.LABEL);
  }

  /** The nodes with what networks read: {@code id}, then {@link NodeColumns#select}. */
  Dataset<Row> features(NodeColumns columns) {
    List<Column> all = new ArrayList<>(List.of(col(ID)));
    all.addAll(columns.select());
    return nodes.select(all.toArray(Column[]::new));
  }
}
