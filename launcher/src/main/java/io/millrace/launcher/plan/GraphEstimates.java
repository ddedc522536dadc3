package io.millrace.launcher.plan;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.graph.GraphSpec.Direction;
import io.millrace.spec.graph.GraphSpec.EdgeTable;
import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.LinkSpec;
import java.util.Objects;

/**
 * What the steps of a graph will take, from the rows of its tables alone.
 *
 * <ul>
 *   <li>graph: the keys of all nodes as a hash table. Each edge is shuffled for its source, for its
 *       target, and to its place among the edges; each node once for its id.
 *   <li>neighbourhoods: rows · nodes of a neighbourhood · bytes. A neighbourhood has 1 + f1 + f1 f2
 *       + … nodes, at most all of them, where f is the fan-out of a hop and at most twice the mean
 *       degree: neighbours have more neighbours than nodes have. A whole graph is written once for
 *       each part of each split; many graphs are written once. Where links are predicted, each of
 *       them and each pair that is drawn has the neighbourhoods of both nodes. What is drawn is
 *       shuffled by its target, and each node of a neighbourhood once more with its features.
 * </ul>
 */
final class GraphEstimates {
  /** Pages that a core holds at the peak: both sides of a join are sorted. */
  static final double PAGES = 3;

  /** An edge with both ids, its weight and its type. */
  static final int EDGE_BYTES = 24;

  /** An edge of an example: the place of its source, and its weight. */
  static final int EXAMPLE_EDGE_BYTES = 8;

  /** A node of an example besides its features: id, begin of its edges, degree. */
  static final int EXAMPLE_NODE_BYTES = 16;

  /** How many numbers of a sparse row are taken to be not 0, with 8 bytes each. */
  static final int SPARSE_VALUES = 32;

  private static final int ID_BYTES = 8;
  private static final long PARTS = 3;

  private final PipelineDefinition definition;
  private final GraphSpec graph;
  private final TableSizes sizes;
  private final long nodes;
  private final long edges;

  /**
   * @throws NullPointerException if the definition has no graph
   */
  GraphEstimates(PipelineDefinition definition, TableSizes sizes) {
    this.definition = definition;
    this.graph = Objects.requireNonNull(definition.graph(), "graph");
    this.sizes = sizes;
    this.nodes = sizes.rows(definition.mainTable());
    this.edges =
        graph.edges().stream()
            .mapToLong(e -> passes(e) * sizes.rows(definition.table(e.table())))
            .sum();
  }

  private static int passes(EdgeTable table) {
    return table.direction() == Direction.SYMMETRIC ? 2 : 1;
  }

  Measured graph(Workers workers, long tasks) {
    long key = keyBytes();
    long shuffle = edges * (2 * 2 * key + EDGE_BYTES) + nodes * (key + ID_BYTES);
    return new Measured(
        nodes * Estimates.BROADCAST_KEY_BYTES + workers.pages(PAGES, tasks), shuffle);
  }

  Measured neighbourhoods(Workers workers, long tasks) {
    int splits = definition.split().count();
    return new Measured(
        workers.pages(PAGES, tasks), exampleBytes(splits) + exampleNodes(splits) * 2 * ID_BYTES);
  }

  /** Bytes of all examples of one split together. */
  long exampleBytes() {
    return exampleBytes(1);
  }

  private long exampleBytes(int splits) {
    long node = EXAMPLE_NODE_BYTES + featureBytes();
    return exampleNodes(splits) * node + exampleEdges(splits) * EXAMPLE_EDGE_BYTES;
  }

  /** A whole graph is written for each part of each split, all else once. */
  private long exampleNodes(int splits) {
    if (graph.neighbourhoods().whole()) {
      return PARTS * splits * nodes;
    }
    return graph.graph() != null ? nodes : sampled() * neighbourhood();
  }

  /** Nodes around which neighbourhoods are drawn. */
  private long sampled() {
    LinkSpec links = definition.label().links();
    return links == null ? nodes : 2 * pairs(links);
  }

  /** Links and pairs without one. */
  private long pairs(LinkSpec links) {
    return (1L + links.negatives()) * sizes.rows(definition.table(links.table()));
  }

  /** A neighbourhood that is drawn has about one edge for each of its nodes. */
  private long exampleEdges(int splits) {
    if (graph.neighbourhoods().whole()) {
      return PARTS * splits * edges;
    }
    return graph.graph() != null ? edges : exampleNodes(splits);
  }

  private long neighbourhood() {
    double sum = 1;
    double hop = 1;
    for (int fanOut : graph.neighbourhoods().fanOuts()) {
      hop *= Math.min(fanOut(fanOut), degree());
      sum += hop;
    }
    return (long) Math.min(sum, Math.max(1, nodes));
  }

  private int fanOut(int fanOut) {
    return fanOut == Neighbourhoods.ALL ? graph.neighbourhoods().hub() : fanOut;
  }

  private double degree() {
    return nodes == 0 ? 0 : 2.0 * edges / nodes;
  }

  private int keyBytes() {
    boolean text =
        definition
            .mainTable()
            .column(graph.key())
            .filter(column -> column.type() == ColumnType.STRING)
            .isPresent();
    return Estimates.FIXED_BYTES + (text ? Estimates.TEXT_BYTES : 0);
  }

  private long featureBytes() {
    long bytes = 0;
    for (FeatureSpec feature : definition.features()) {
      bytes +=
          feature instanceof FeatureSpec.Sparse sparse
              ? 8L * Math.min(SPARSE_VALUES, sparse.width())
              : feature instanceof FeatureSpec.Cyclic ? 8 : 4;
    }
    return bytes;
  }
}
