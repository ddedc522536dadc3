package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;

import io.millrace.jobs.RunSteps;
import io.millrace.jobs.Step;
import io.millrace.jobs.StepContext;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.Splits;
import io.millrace.jobs.features.Prepared;
import io.millrace.jobs.measures.NodeMeasures;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.Role;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import io.millrace.spec.graph.GraphSpec.Measure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes the graph of a definition from prepared rows and cleaned tables of edges.
 *
 * <pre>spark-submit --class io.millrace.jobs.graph.GraphJob pipeline-jobs.jar --run FOLDER</pre>
 *
 * Writes {@code nodes/}, {@code edges/}, {@code dictionary/} (see {@link NodeIds}), {@code
 * rejected/} with the rows that are no edges, {@code links/} where links are predicted, and {@code
 * graph.json}. The ledger is that of the tables of edges.
 */
public final class GraphJob implements Step {
  /**
   * Folder of nodes: id, key, row number, label, split, graph, degree, measures, outputs of the
   * plan.
   */
  public static final String NODES = "nodes";

  /** Folder of edges: source, target, weight, type. */
  public static final String EDGES = "edges";

  /**
   * Folder of the pairs of nodes that a definition of links has as its rows: row number, source and
   * target as ids, the smaller first, label, split.
   */
  public static final String LINKS = Links.FOLDER;

  /** Bytes of a node in a shuffle of its key. */
  private static final long NODE_BYTES = 100;

  private final Lookups lookups;

  public GraphJob() {
    this(Lookups.FEW_NODES);
  }

  /**
   * @param fewNodes up to so many nodes go to every executor, see {@link Lookups}
   */
  GraphJob(long fewNodes) {
    this.lookups = new Lookups(fewNodes);
  }

  public static void main(String[] arguments) {
    RunSteps.single(arguments, "graph");
  }

  @Override
  public Optional<Ledger> run(StepContext context) throws IOException {
    NodeRows rows = NodeRows.open(context);
    Scratch scratch = Scratch.of(context);
    context.expectShuffle(rows.rows() * NODE_BYTES);
    context.phase("numbering nodes", 0, 0.2);
    NodeIds ids = NodeIds.of(context, scratch, rows);
    context.phase("looking up edges", 0.2, 0.5);
    List<EdgeRows> tables = edges(context, scratch, ids);
    List<String> proved =
        new ArrayList<>(LeakageChecks.prove(context.definition(), rows.plan(), ids, tables));
    LeakageChecks.warnings(context.definition(), tables).forEach(context::warn);
    context.phase("writing edges", 0.5, 0.7);
    Path edges = new Path(context.work(), EDGES);
    Links links =
        context.definition().label().links() == null
            ? null
            : Links.write(context, scratch, ids, lookups, tables);
    Map<String, Long> changed = EdgeFiles.write(tables, links, edges);
    context.phase("counting edges", 0.7, 0.8);
    Dataset<Row> written = context.spark().read().parquet(edges.toString());
    if (links != null) {
      proved.addAll(LinkProofs.prove(written, Links.read(context)));
    }
    Dataset<Row> nodes = scratch.keep("degrees", NodeDegrees.add(ids, written));
    List<Measure> measures = context.definition().graph().measures();
    if (!measures.isEmpty()) {
      context.phase("measuring nodes", 0.75, 0.8);
      nodes = scratch.keep("measures", NodeMeasures.add(nodes, written, measures, scratch));
    }
    boolean many = context.definition().graph().graph() != null;
    GraphStatistics statistics =
        GraphStatistics.of(
            nodes,
            links != null ? "pair" : many ? "graph" : "node",
            links != null
                ? links.counts()
                : GraphStatistics.labels(nodes, context.definition().label(), many));
    statistics.warnings().forEach(context::warn);
    context.phase("writing nodes", 0.8, 0.95);
    writeNodes(context, rows, ids, nodes);
    scratch.remove();
    context.phase("digests", 0.95, 1);
    Manifests.write(context, rows, ids, tables, statistics, proved);
    return Optional.of(ledger(tables, changed));
  }

  /** The columns of nodes before those of features. */
  static List<ManifestColumn> columns(PipelineDefinition definition) {
    List<ManifestColumn> columns = new ArrayList<>();
    columns.add(new ManifestColumn(NodeIds.ID, "long", Role.KEY, 0));
    columns.add(new ManifestColumn(NodeRows.KEY, "string", Role.KEY, 0));
    columns.add(new ManifestColumn(Names.ROW, "long", Role.KEY, 0));
    columns.add(new ManifestColumn(Names.LABEL, "float", Role.LABEL, 0));
    columns.add(new ManifestColumn(Names.SPLIT, "string", Role.KEY, 0));
    if (definition.split().count() > 1) {
      columns.add(new ManifestColumn(Splits.COLUMN, "string", Role.KEY, 0));
    }
    if (definition.graph().graph() != null) {
      columns.add(new ManifestColumn(NodeIds.GRAPH, "long", Role.KEY, 0));
    }
    columns.add(new ManifestColumn(NodeDegrees.DEGREE, "float", Role.WEIGHT, 0));
    for (Measure measure : definition.graph().measures()) {
      columns.add(new ManifestColumn(measure.column(), NodeMeasures.type(measure), Role.RAW, 0));
    }
    return columns;
  }

  private List<EdgeRows> edges(StepContext context, Scratch scratch, NodeIds ids)
      throws IOException {
    List<EdgeRows> tables = new ArrayList<>();
    for (EdgeTable table : context.definition().graph().edges()) {
      EdgeRows edges = EdgeRows.of(context, scratch, ids, lookups, table, tables.size());
      RejectedEdges.write(edges, new Path(context.work(), Names.REJECTED));
      tables.add(edges);
    }
    Ledger none = ledger(tables, Map.of());
    if (none.rowsIn() == 0) {
      context.warn(
          "The tables of edges %s have no rows, so every node stands alone: a network over the graph sees its own features and nothing else."
              .formatted(names(tables)));
    } else if (none.rowsOut() == 0) {
      throw new IllegalArgumentException(
          "Cannot make a graph: of %d rows of %s none is an edge, %s were rejected (expected at least one edge). Look at 'source', 'target' and 'key' in the definition. For example: %s."
              .formatted(
                  none.rowsIn(),
                  names(tables),
                  none.rejected(),
                  String.join(
                      " | ",
                      RejectedEdges.examples(
                          context.spark(), new Path(context.work(), Names.REJECTED), null))));
    }
    return tables;
  }

  private static List<String> names(List<EdgeRows> tables) {
    return tables.stream().map(t -> "'" + t.table().table() + "'").toList();
  }

  private static Ledger ledger(List<EdgeRows> tables, Map<String, Long> changed) {
    return new Ledger(
        tables.stream().mapToLong(EdgeRows::rowsIn).sum(),
        tables.stream().mapToLong(EdgeRows::rowsOut).sum(),
        RejectedEdges.byTable(tables),
        changed);
  }

  private void writeNodes(StepContext context, NodeRows rows, NodeIds ids, Dataset<Row> nodes)
      throws IOException {
    List<Column> columns = new ArrayList<>();
    columns(context.definition()).forEach(c -> columns.add(col(c.name())));
    Prepared.of(rows.plan()).forEach(c -> columns.add(Names.column(c.name())));
    Path folder = new Path(context.work(), NODES);
    Dataset<Row> known = lookups.side(ids, nodes.drop(Names.LABEL, Names.SPLIT, Splits.COLUMN));
    rows.prepared()
        .join(known, Names.ROW)
        .select(columns.toArray(Column[]::new))
        .write()
        .parquet(folder.toString());
    long written = context.spark().read().parquet(folder.toString()).count();
    if (written != ids.count()) {
      throw new IllegalStateException(
          "Cannot finish the graph: %d nodes stand in the files (expected %d)."
              .formatted(written, ids.count()));
    }
  }
}
