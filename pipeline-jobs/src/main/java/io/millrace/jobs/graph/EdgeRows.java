package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import io.millrace.jobs.StepContext;
import io.millrace.jobs.clean.CleanedTables;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.PassingCounts;
import io.millrace.spec.graph.GraphInput;
import io.millrace.spec.graph.GraphSpec.Direction;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table of edges whose ends were looked up: each row is an edge, or has a reason why not.
 *
 * @param type its number among the tables of edges
 * @param source the table itself, with row numbers
 * @param rows row number, ends as ids, weight as a float, reason
 * @param rowsIn number of rows
 * @param rowsOut those that are edges
 * @param labelled edges between nodes with labels
 * @param alike those of them whose labels are the same
 * @param later those that lead from a later node to an earlier one, where the split is by time
 * @param rejected rows by reason, in the order of {@link EdgeChecks#REASONS}
 */
record EdgeRows(
    EdgeTable table,
    int type,
    Dataset<Row> source,
    Dataset<Row> rows,
    long rowsIn,
    long rowsOut,
    long labelled,
    long alike,
    long later,
    Map<String, Long> rejected) {
  static final String SOURCE = "source";
  static final String TARGET = "target";
  static final String WEIGHT = "weight";
  static final String SOURCE_KEY = "__source_key";
  static final String TARGET_KEY = "__target_key";
  static final String SOURCE_GRAPH = "__source_graph";
  static final String TARGET_GRAPH = "__target_graph";

  private static final String SOURCE_TIME = "__source_time";
  private static final String TARGET_TIME = "__target_time";
  private static final String SOURCE_LABEL = "__source_label";
  private static final String TARGET_LABEL = "__target_label";

  /** Bytes of an edge in a shuffle: two keys, two ids, two labels and what Spark adds. */
  private static final long BYTES = 100;

  /** Looks up the ends of all rows of a table. */
  static EdgeRows of(
      StepContext context,
      Scratch scratch,
      NodeIds nodes,
      Lookups lookups,
      EdgeTable table,
      int type)
      throws IOException {
    Dataset<Row> source = source(context, scratch, table, type);
    context.expectShuffle(source.count() * BYTES);
    return of(scratch, nodes, lookups, GraphInput.of(context.definition()), type, source);
  }

  /**
   * Looks up the ends of rows.
   *
   * @param source rows of the table of this type, with {@link Names#ROW}; they stay as they are
   */
  static EdgeRows of(
      Scratch scratch,
      NodeIds nodes,
      Lookups lookups,
      GraphInput input,
      int type,
      Dataset<Row> source) {
    boolean graphs = input.graph() != null;
    GraphInput.Edges given = input.edges().get(type);
    EdgeTable table = given.table();
    boolean integralSource = input.integral(given.source());
    boolean integralTarget = input.integral(given.target());
    Column weight = table.weight() == null ? lit(1f) : Names.column(table.weight()).cast("float");
    Dataset<Row> ends =
        source.select(
            col(Names.ROW),
            key(table.source(), integralSource).as(SOURCE_KEY),
            key(table.target(), integralTarget).as(TARGET_KEY),
            weight.as(WEIGHT));
    Dataset<Row> found = look(ends, nodes, lookups, integralSource, graphs, true);
    found = look(found, nodes, lookups, integralTarget, graphs, false);
    Column labelled =
        col(EdgeChecks.REASON)
            .isNull()
            .and(col(SOURCE_LABEL).isNotNull())
            .and(col(TARGET_LABEL).isNotNull());
    PassingCounts counts =
        new PassingCounts()
            .add("kept", col(EdgeChecks.REASON).isNull())
            .add("labelled", labelled)
            .add("alike", labelled.and(col(SOURCE_LABEL).equalTo(col(TARGET_LABEL))))
            .add("later", nodes.timed() ? later(table) : lit(false));
    Dataset<Row> rows =
        scratch.keep(
            "edges-" + type,
            counts
                .of(EdgeChecks.add(found, table, graphs))
                .select(Names.ROW, SOURCE, TARGET, WEIGHT, EdgeChecks.REASON));
    PassingCounts.Counted counted = counts.found();
    return new EdgeRows(
        table,
        type,
        source,
        rows,
        counted.rows(),
        counted.where("kept"),
        counted.where("labelled"),
        counted.where("alike"),
        counted.where("later"),
        counted.rows() == counted.where("kept") ? Map.of() : rejected(rows));
  }

  /** Whether a message of the edge comes from a node after the one that it goes to. */
  private static Column later(EdgeTable table) {
    Column later = col(SOURCE_TIME).gt(col(TARGET_TIME));
    if (table.direction() == Direction.SYMMETRIC) {
      later = later.or(col(SOURCE_TIME).lt(col(TARGET_TIME)));
    }
    return col(EdgeChecks.REASON).isNull().and(later);
  }

  /** Rows that no step has numbered are kept with the numbers that they get here. */
  private static Dataset<Row> source(
      StepContext context, Scratch scratch, EdgeTable table, int type) throws IOException {
    Dataset<Row> rows = CleanedTables.rows(context, table.table());
    return List.of(rows.columns()).contains(Names.ROW)
        ? rows
        : scratch.keep("rows-" + type, rows.withColumn(Names.ROW, monotonically_increasing_id()));
  }

  /** Whole numbers are joined about twice as fast as text. */
  private static Column key(String column, boolean integral) {
    return Names.column(column).cast(integral ? "bigint" : "string");
  }

  private static Dataset<Row> look(
      Dataset<Row> edges,
      NodeIds nodes,
      Lookups lookups,
      boolean integral,
      boolean graphs,
      boolean source) {
    Column key = col(NodeRows.KEY);
    List<Column> columns = new ArrayList<>();
    columns.add((integral ? key.cast("bigint") : key).as("__node"));
    columns.add(col(NodeIds.ID).as(source ? SOURCE : TARGET));
    columns.add(col(Names.LABEL).as(source ? SOURCE_LABEL : TARGET_LABEL));
    if (graphs) {
      columns.add(col(NodeIds.GRAPH).as(source ? SOURCE_GRAPH : TARGET_GRAPH));
    }
    if (nodes.timed()) {
      columns.add(col(NodeRows.TIME).as(source ? SOURCE_TIME : TARGET_TIME));
    }
    Dataset<Row> known = lookups.side(nodes, nodes.nodes().select(columns.toArray(Column[]::new)));
    return edges
        .join(
            known,
            edges.col(source ? SOURCE_KEY : TARGET_KEY).equalTo(known.col("__node")),
            "left_outer")
        .drop("__node");
  }

  private static Map<String, Long> rejected(Dataset<Row> rows) {
    Map<String, Long> found = new LinkedHashMap<>();
    rows.where(col(EdgeChecks.REASON).isNotNull())
        .groupBy(EdgeChecks.REASON)
        .count()
        .collectAsList()
        .forEach(row -> found.put(row.getString(0), row.getLong(1)));
    Map<String, Long> ordered = new LinkedHashMap<>();
    EdgeChecks.REASONS.stream()
        .filter(found::containsKey)
        .forEach(reason -> ordered.put(reason, found.get(reason)));
    return ordered;
  }
}
