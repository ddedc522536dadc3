package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.data.Names;
import io.millrace.spec.graph.GraphSpec.Direction;
import io.millrace.spec.graph.GraphSpec.Duplicates;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import io.millrace.spec.graph.GraphSpec.SelfLoops;
import io.millrace.spec.graph.GraphSpec.Unknown;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Why a row of a table of edges is no edge: the first reason that holds, in the order in which they
 * stand here.
 */
final class EdgeChecks {
  static final String REASON = "reason";
  static final String MISSING_SOURCE = "missing-source";
  static final String MISSING_TARGET = "missing-target";
  static final String WEIGHT = "weight";
  static final String UNKNOWN_SOURCE = "unknown-source";
  static final String UNKNOWN_TARGET = "unknown-target";
  static final String OTHER_GRAPH = "other-graph";
  static final String SELF_LOOP = "self-loop";
  static final String DUPLICATE = "duplicate";

  /** All of them, in order. */
  static final List<String> REASONS =
      List.of(
          MISSING_SOURCE,
          MISSING_TARGET,
          WEIGHT,
          UNKNOWN_SOURCE,
          UNKNOWN_TARGET,
          OTHER_GRAPH,
          SELF_LOOP,
          DUPLICATE);

  private EdgeChecks() {}

  /** Whether an edge that breaks a check ends the step. */
  static boolean fails(EdgeTable edges, String reason) {
    return switch (reason) {
      case UNKNOWN_SOURCE, UNKNOWN_TARGET -> edges.unknown() == Unknown.FAIL;
      case SELF_LOOP -> edges.selfLoops() == SelfLoops.FAIL;
      case DUPLICATE -> edges.duplicates() == Duplicates.FAIL;
      default -> false;
    };
  }

  /**
   * Adds the reason, null for an edge.
   *
   * @param rows ends as keys and as ids (null where there is no such node), graphs of the ends
   *     where there are many
   */
  static Dataset<Row> add(Dataset<Row> rows, EdgeTable edges, boolean graphs) {
    Column weight = col(EdgeRows.WEIGHT);
    Column sound = weight.gt(0f).and(weight.lt(Float.POSITIVE_INFINITY));
    Column reason =
        when(col(EdgeRows.SOURCE_KEY).isNull(), MISSING_SOURCE)
            .when(col(EdgeRows.TARGET_KEY).isNull(), MISSING_TARGET)
            .when(weight.isNull().or(sound.equalTo(false)), WEIGHT)
            .when(col(EdgeRows.SOURCE).isNull(), UNKNOWN_SOURCE)
            .when(col(EdgeRows.TARGET).isNull(), UNKNOWN_TARGET);
    if (graphs) {
      reason =
          reason.when(col(EdgeRows.SOURCE_GRAPH).notEqual(col(EdgeRows.TARGET_GRAPH)), OTHER_GRAPH);
    }
    if (edges.selfLoops() != SelfLoops.KEEP) {
      reason = reason.when(col(EdgeRows.SOURCE).equalTo(col(EdgeRows.TARGET)), SELF_LOOP);
    }
    Dataset<Row> checked = rows.withColumn(REASON, reason);
    boolean once = edges.duplicates() == Duplicates.REJECT || edges.duplicates() == Duplicates.FAIL;
    return once ? duplicates(checked, edges.direction()) : checked;
  }

  /** The two ends of an edge, in one order where it has no direction. */
  static Column[] ends(Direction direction) {
    Column source = col(EdgeRows.SOURCE);
    Column target = col(EdgeRows.TARGET);
    return direction == Direction.DIRECTED
        ? new Column[] {source, target}
        : new Column[] {least(source, target), greatest(source, target)};
  }

  /** Of edges between the same nodes the heaviest stays, then the one that stands first. */
  private static Dataset<Row> duplicates(Dataset<Row> rows, Direction direction) {
    Column kept = col(REASON).isNull();
    // Rows that are out must not meet, or all those of unknown nodes would be one partition.
    Column alone = lit(-1L).minus(col(Names.ROW));
    Column[] ends = ends(direction);
    WindowSpec same =
        Window.partitionBy(
                when(kept, ends[0]).otherwise(alone), when(kept, ends[1]).otherwise(alone))
            .orderBy(col(EdgeRows.WEIGHT).desc(), col(Names.ROW));
    return rows.withColumn("__nth", row_number().over(same))
        .withColumn(REASON, when(kept.and(col("__nth").gt(1)), DUPLICATE).otherwise(col(REASON)))
        .drop("__nth");
  }
}
