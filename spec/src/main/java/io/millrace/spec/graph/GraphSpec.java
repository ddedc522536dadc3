package io.millrace.spec.graph;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a graph is made: its nodes are the rows of the main table, its edges those of other tables.
 *
 * @param key column of the main table that names a node, unique
 * @param graph column of the main table that names the graph which a node belongs to; null where
 *     all nodes are of one graph. With it, label and split are those of graphs: the same in all
 *     rows of one
 * @param edges at least one table
 * @param unlabelled whether nodes without a label or a split pass messages; otherwise they are
 *     rejected rows
 * @param measures what is computed of each node from the edges of the whole graph, for people to
 *     look at; no network reads it
 */
public record GraphSpec(
    String key,
    @Nullable String graph,
    List<EdgeTable> edges,
    boolean unlabelled,
    Neighbourhoods neighbourhoods,
    List<Measure> measures) {
  /** What each node has beside its features and measures. */
  public static final List<String> NODE_COLUMNS = List.of("id", "key", "graph", "degree");

  public GraphSpec {
    edges = List.copyOf(edges);
    // Definitions of earlier runs have none.
    measures = measures == null ? List.of() : List.copyOf(measures);
    if (Set.copyOf(measures).size() < measures.size()) {
      throw new IllegalArgumentException(
          "Cannot compute measures %s: one stands there twice (expected each once)."
              .formatted(measures));
    }
    if (edges.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot make a graph without tables of edges (expected at least one).");
    }
  }

  /** A graph without measures. */
  public GraphSpec(
      String key,
      @Nullable String graph,
      List<EdgeTable> edges,
      boolean unlabelled,
      Neighbourhoods neighbourhoods) {
    this(key, graph, edges, unlabelled, neighbourhoods, List.of());
  }

  /** Whether edges may weigh anything but 1. */
  public boolean weighted() {
    return edges.stream()
        .anyMatch(table -> table.weight() != null || table.duplicates() == Duplicates.SUM);
  }

  /**
   * A table of edges; its number among them is the type of its edges.
   *
   * @param source column with the key of the node that a message comes from
   * @param target column with the key of the node that it goes to
   * @param weight column of numbers above 0, null where all edges weigh 1
   */
  public record EdgeTable(
      String table,
      String source,
      String target,
      @Nullable String weight,
      Unknown unknown,
      Duplicates duplicates,
      SelfLoops selfLoops,
      Direction direction) {}

  /** What happens to an edge whose end is missing or no node. */
  public enum Unknown {
    REJECT,
    FAIL
  }

  /**
   * What happens to edges of one table between the same two nodes. In a symmetric table a → b and b
   * → a are the same two nodes.
   */
  public enum Duplicates {
    /** One is kept, with the largest weight; the others are rejected rows. */
    REJECT,
    /** They become one with the sum of their weights. */
    SUM,
    /** Each stays. */
    KEEP,
    FAIL
  }

  /** What happens to an edge from a node to itself. */
  public enum SelfLoops {
    REJECT,
    KEEP,
    FAIL
  }

  /** The columns of nodes beside features, which therefore may not be called so. */
  public List<String> nodeColumns() {
    return Stream.concat(NODE_COLUMNS.stream(), measures.stream().map(Measure::column)).toList();
  }

  /** A number for each node, from the edges of the whole graph. */
  public enum Measure {
    /** How likely a walk along the edges is at the node (Brin & Page 1998); sums to 1. */
    PAGE_RANK,
    /** Number of triangles that the node is a corner of, whichever way edges lead. */
    TRIANGLES,
    /** The smallest id among the nodes that are connected with it, whichever way edges lead. */
    COMPONENT;

    /** Its column of nodes. */
    public String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether an edge passes messages one way. */
  public enum Direction {
    DIRECTED,
    /** Both ways; a loop stays one edge. */
    SYMMETRIC
  }

  /**
   * What a row of training data holds.
   *
   * @param whole whether it is the whole graph, for graphs that fit in the memory of one executor;
   *     then {@code fanOuts} is empty
   * @param fanOuts neighbours of each node by hop, from the target outwards; {@link #ALL} for all.
   *     Empty for a graph of its own (see {@link GraphSpec#graph})
   * @param weighted whether neighbours are drawn in proportion to the weights of their edges
   * @param hub where all neighbours are wanted: from a node with more than so many, so many are
   *     drawn
   * @param seed of the draws
   */
  public record Neighbourhoods(
      boolean whole, List<Integer> fanOuts, boolean weighted, int hub, long seed) {
    /** A fan-out without a limit but that for hubs. */
    public static final int ALL = -1;

    public Neighbourhoods {
      fanOuts = List.copyOf(fanOuts);
      for (int fanOut : fanOuts) {
        if (fanOut < 1 && fanOut != ALL) {
          throw new IllegalArgumentException(
              "Cannot sample neighbours with fan-outs %s (expected positive numbers or 'all')."
                  .formatted(fanOuts));
        }
      }
      if (hub < 1) {
        throw new IllegalArgumentException(
            "Cannot sample neighbours with hub = %d (expected at least 1).".formatted(hub));
      }
    }
  }
}
