package io.millrace.jobs.neighbourhoods;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.Splits;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.collections4.IteratorUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;

/**
 * One example for each target, a node or a pair of them: the neighbourhood from which messages
 * reach it. Blocks of targets ask for the edges of nodes, hop by hop, then for the features of all
 * nodes; then one task puts each block together.
 */
final class SampledRows {
  /** Bytes of a block's examples: two tasks with such blocks leave most of a heap of 4 GB free. */
  private static final long BLOCK_BYTES = 128L << 20;

  private static final int EDGE_BYTES = 8;
  private static final String BLOCK = "block";
  private static final String NODE = "node";

  private final GraphTables graph;
  private final NodeColumns columns;
  private final DrawSettings how;
  private final Dataset<Row> drawn;

  /**
   * @param edges see {@link GraphTables#edges}
   */
  SampledRows(GraphTables graph, Dataset<Row> edges, NodeColumns columns, DrawSettings how) {
    this.graph = graph;
    this.columns = columns;
    this.how = how;
    this.drawn = EdgeDraws.of(edges, how).persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** Bytes that the examples of so many targets will take; draws the edges. */
  long bytes(long targets) {
    double nodes = 1;
    double reached = 1;
    double edges = 0;
    for (double draws : meanDraws()) {
      reached *= draws;
      edges += reached;
      nodes += reached;
    }
    double ofNodes =
        Math.min(nodes, graph.nodes().count())
            * (columns.bytes() + columns.sparseBytes(graph.nodes()));
    return (long) Math.ceil(targets * graph.ends() * (ofNodes + edges * EDGE_BYTES));
  }

  /** Blocks of about {@link #BLOCK_BYTES}. */
  Blocks blocks(long targets, long bytes) {
    long wanted = (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
    int cores = graph.nodes().sparkSession().sparkContext().defaultParallelism();
    return new Blocks((int) Math.max(cores, Math.min(wanted, targets)));
  }

  /** Edges that a node draws, by hop; nodes to which no edge leads do not count. */
  private List<Double> meanDraws() {
    List<Column> means = new ArrayList<>(List.of(lit(0.0).as("none")));
    for (int hop = 0; hop < how.hops(); hop++) {
      means.add(avg(size(col(EdgeDraws.sources(hop)))));
    }
    Row found =
        drawn.groupBy().agg(means.get(0), means.stream().skip(1).toArray(Column[]::new)).head();
    List<Double> draws = new ArrayList<>();
    for (int hop = 1; hop <= how.hops(); hop++) {
      draws.add(found.isNullAt(hop) ? 0.0 : found.getDouble(hop));
    }
    return draws;
  }

  /** The examples of all splits; rows of one task stand in random order. */
  Dataset<Row> examples(Blocks blocks, ExampleRows rows) {
    Dataset<Row> targets = graph.targets().withColumn(BLOCK, blocks.of(col(GraphTables.ENDS)));
    Dataset<Row> asked = targets.select(col(BLOCK), explode(col(GraphTables.ENDS)).as(NODE));
    if (graph.ends() > 1) {
      asked = asked.distinct();
    }
    Dataset<Row> needed = asked;
    List<Dataset<Row>> parts = new ArrayList<>();
    parts.add(targets.select(parts(Kind.TARGET, element_at(col(GraphTables.ENDS), 1))));
    for (int hop = 0; hop < how.hops(); hop++) {
      // A node of this hop may be known from one before: then its edges are not used.
      Dataset<Row> answers = answers(asked, hop);
      Dataset<Row> reached = answers.select(col(BLOCK), explode(col("sources")).as(NODE));
      parts.add(answers.select(parts(hop, col(NODE))));
      needed = needed.union(reached);
      asked = reached.distinct();
    }
    Dataset<Row> features =
        needed
            .distinct()
            .join(graph.features(columns).withColumnRenamed(GraphTables.ID, NODE), NODE);
    parts.add(features.select(parts(Kind.NODE, col(NODE))));
    return InternalRows.dataset(
        targets.sparkSession(),
        together(parts, blocks.count()).mapPartitions(new BlockExamples(how, rows)),
        rows.schema());
  }

  /**
   * Each block in one partition. Kinds of rows are moved by themselves: beside tasks that hand on a
   * few edges, those that join features would look like stragglers.
   */
  private static JavaRDD<InternalRow> together(List<Dataset<Row>> parts, int blocks) {
    return parts.stream()
        .map(part -> InternalRows.of(part.repartition(blocks, col(BLOCK))))
        .reduce((one, other) -> one.zipPartitions(other, IteratorUtils::chainedIterator))
        .orElseThrow();
  }

  private Dataset<Row> answers(Dataset<Row> asked, int hop) {
    Dataset<Row> edges =
        drawn.select(
            col(NODE),
            col(EdgeDraws.sources(hop)).as("sources"),
            col(EdgeDraws.weights(hop)).as("weights"));
    return asked.join(edges, NODE).persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** What a row of a block is; a hop for edges that were drawn at it. */
  static final class Kind {
    static final int TARGET = -1;
    static final int NODE = -2;

    private Kind() {}
  }

  /** Columns of {@link BlockExamples}; those that this kind of row does not have are null. */
  private Column[] parts(int kind, Column node) {
    boolean target = kind == Kind.TARGET;
    boolean edges = kind >= 0;
    List<Column> all = new ArrayList<>(List.of(col(BLOCK), lit(kind).as("kind"), node.as(NODE)));
    all.add(target ? col(Names.ROW) : lit(null).cast("long").as(Names.ROW));
    all.add(target ? col(Names.LABEL) : lit(null).cast("float").as(Names.LABEL));
    all.add(target ? col(Splits.COLUMN) : lit(null).cast("string").as(Splits.COLUMN));
    // The nodes of a target travel where edges have their sources.
    Column others = target ? col(GraphTables.ENDS) : lit(null).cast("array<long>");
    all.add(edges ? col("sources") : others.as("sources"));
    all.add(edges ? col("weights") : lit(null).cast("array<float>").as("weights"));
    all.addAll(kind == Kind.NODE ? columns.present() : columns.nothing());
    return all.toArray(Column[]::new);
  }
}
