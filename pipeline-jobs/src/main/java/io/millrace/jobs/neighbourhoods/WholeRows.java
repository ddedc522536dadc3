package io.millrace.jobs.neighbourhoods;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.Splits;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Examples that are whole graphs: the one graph once for each part of each split, with its nodes,
 * or pairs of them, as targets; or each of many graphs once.
 */
final class WholeRows {
  /** Bytes of one graph: a row of a data set ends at 2 GB, and it is copied a few times. */
  private static final long MOST_BYTES = 512L << 20;

  private static final int EDGE_BYTES = 8;

  /** What a row of a shuffle has besides features. */
  private static final int ROW_BYTES = 64;

  private static final int SHOWN = 3;
  static final String GRAPH = "graph";

  private final GraphTables tables;
  private final NodeColumns columns;
  private final boolean many;
  private final long mostBytes;

  /**
   * @param many whether nodes say which graph they belong to
   */
  WholeRows(GraphTables tables, NodeColumns columns, boolean many) {
    this(tables, columns, many, MOST_BYTES);
  }

  WholeRows(GraphTables tables, NodeColumns columns, boolean many, long mostBytes) {
    this.mostBytes = mostBytes;
    this.tables = tables;
    this.columns = columns;
    this.many = many;
  }

  /** What graphs say of themselves. */
  private Dataset<Row> graphs() {
    return tables
        .nodes()
        .groupBy(graph())
        .agg(
            count(lit(1)).as("nodes"),
            count(col(Names.LABEL)).as("labels"),
            min(Names.LABEL).as("least"),
            max(Names.LABEL).as("most"),
            min(Splits.COLUMN).as("first"),
            max(Splits.COLUMN).as("last"),
            columns.sparseSum().as("numbers"));
  }

  private Column graph() {
    return (many ? col(GRAPH) : lit(0L)).as(GRAPH);
  }

  /**
   * Refuses graphs that cannot be examples.
   *
   * @throws IllegalArgumentException if one is too large, or if the nodes of one have different
   *     labels or splits
   */
  void check() {
    Dataset<Row> graphs = graphs();
    Column bytes =
        col("nodes").multiply(columns.bytes()).plus(col("numbers").multiply(lit(EDGE_BYTES)));
    long ofEdges = many ? 0 : tables.edges().count() * EDGE_BYTES;
    List<Row> large =
        graphs
            .withColumn("bytes", bytes.plus(lit(ofEdges)))
            .where(col("bytes").gt(mostBytes))
            .limit(SHOWN)
            .collectAsList();
    if (!large.isEmpty()) {
      throw tooLarge(
          large.get(0).getAs(GRAPH), large.get(0).getAs("nodes"), large.get(0).getAs("bytes"));
    }
    if (many) {
      checkLabels(graphs);
    }
  }

  private IllegalArgumentException tooLarge(long graph, long nodes, long bytes) {
    String text =
        many
            ? "Cannot make an example of graph %d: its %d nodes take %d MB (expected at most %d). Leave such graphs out, or use fewer features."
                .formatted(graph, nodes, bytes >> 20, mostBytes >> 20)
            : "Cannot make one example of the whole graph: its %d nodes and their edges take %d MB (expected at most %d). Use 'fan-outs' instead of 'whole' in 'graph.neighbourhoods'."
                .formatted(nodes, bytes >> 20, mostBytes >> 20);
    return new IllegalArgumentException(text);
  }

  private static void checkLabels(Dataset<Row> graphs) {
    Column labels =
        col("least")
            .notEqual(col("most"))
            .or(col("labels").gt(0).and(col("labels").lt(col("nodes"))));
    List<Row> mixed =
        graphs
            .where(labels.or(col("first").notEqual(col("last"))))
            .orderBy(GRAPH)
            .limit(SHOWN)
            .collectAsList();
    if (!mixed.isEmpty()) {
      Row first = mixed.get(0);
      throw new IllegalArgumentException(
          "Cannot make an example of graph %d: its %d nodes have %d labels from %s to %s and the splits %s and %s (expected one label and one split for all nodes of a graph). Look at 'label', 'split' and 'graph' in the definition."
              .formatted(
                  first.<Long>getAs(GRAPH),
                  first.<Long>getAs("nodes"),
                  first.<Long>getAs("labels"),
                  first.<Float>getAs("least"),
                  first.<Float>getAs("most"),
                  first.<String>getAs("first"),
                  first.<String>getAs("last")));
    }
  }

  /** Graphs, or nodes of the whole graph, by split. */
  Dataset<Row> targets() {
    return many
        ? graphs().select(col("first").as(Splits.COLUMN)).where(Splits.used())
        : tables.targets();
  }

  /** Bytes of all nodes and edges in a shuffle, but for sparse features. */
  long bytes() {
    long ofRows = tables.nodes().count() + tables.edges().count();
    return ofRows * (columns.bytes() + ROW_BYTES);
  }

  /** The examples of all splits; of many graphs those of one task stand in random order. */
  Dataset<Row> examples(ExampleRows rows) {
    Dataset<Row> parts = nodes().union(edges());
    if (tables.links() != null) {
      parts = parts.union(links(tables.links()));
    }
    Dataset<Row> sorted =
        (many ? parts.repartition(col(GRAPH)) : parts.repartition(1))
            .sortWithinPartitions(
                xxhash64(col(GRAPH)),
                col(GRAPH),
                col("kind"),
                col("node"),
                col("source"),
                col("weight"));
    boolean ofGraphs = many;
    return InternalRows.dataset(
        parts.sparkSession(),
        InternalRows.of(sorted).mapPartitions(found -> new WholeExamples(found, rows, ofGraphs)),
        rows.schema());
  }

  private Dataset<Row> nodes() {
    List<Column> all = new ArrayList<>();
    all.add(graph());
    all.add(lit(WholeExamples.IS_NODE).as("kind"));
    all.add(col(GraphTables.ID).as("node"));
    all.addAll(edgeColumns(null, null));
    all.add(col(Names.ROW));
    all.add(GraphTables.label());
    all.add(col(Splits.COLUMN));
    all.addAll(columns.select());
    return tables.nodes().select(all.toArray(Column[]::new));
  }

  private Dataset<Row> edges() {
    Dataset<Row> edges = tables.edges();
    if (many) {
      edges =
          edges.join(tables.nodes().select(col(GraphTables.ID).as("target"), col(GRAPH)), "target");
    }
    List<Column> all = new ArrayList<>();
    all.add(graph());
    all.add(lit(WholeExamples.IS_EDGE).as("kind"));
    all.add(col("target").as("node"));
    all.addAll(edgeColumns(col("source"), col("weight")));
    all.add(lit(null).cast("long").as(Names.ROW));
    all.add(lit(null).cast("float").as(Names.LABEL));
    all.add(lit(null).cast("string").as(Splits.COLUMN));
    all.addAll(columns.nothing());
    return edges.select(all.toArray(Column[]::new));
  }

  private Dataset<Row> links(Dataset<Row> links) {
    List<Column> all = new ArrayList<>();
    all.add(graph());
    all.add(lit(WholeExamples.IS_LINK).as("kind"));
    all.add(col("source").as("node"));
    all.addAll(edgeColumns(col("target"), null));
    all.add(col(Names.ROW));
    all.add(col(Names.LABEL));
    all.add(col(Splits.COLUMN));
    all.addAll(columns.nothing());
    return links.select(all.toArray(Column[]::new));
  }

  private static List<Column> edgeColumns(@Nullable Column source, @Nullable Column weight) {
    return List.of(
        (source == null ? lit(null) : source).cast("long").as("source"),
        (weight == null ? lit(null) : weight).cast("float").as("weight"));
  }
}
