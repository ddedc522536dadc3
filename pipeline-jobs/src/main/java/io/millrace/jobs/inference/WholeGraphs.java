package io.millrace.jobs.inference;

import io.millrace.sampling.LocalEdges;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Graphs from rows that are sorted by graph: its nodes by their ids, then its edges. Holds one
 * graph at a time.
 */
final class WholeGraphs implements Iterator<WholeGraph> {
  private static final int GRAPH = 0;

  private final Iterator<Row> rows;
  private final int kind;
  private @Nullable Row next;

  /**
   * @param rows the graph's number, what networks read of a node, then from {@code kind} on whether
   *     it is an edge, the node or target, the source and the weight
   */
  WholeGraphs(Iterator<Row> rows, int kind) {
    this.rows = rows;
    this.kind = kind;
    advance();
  }

  private void advance() {
    next = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public WholeGraph next() {
    if (next == null) {
      throw new NoSuchElementException("There are no more graphs.");
    }
    long graph = next.getLong(GRAPH);
    List<Row> nodes = new ArrayList<>();
    while (isOf(graph, false)) {
      nodes.add(next);
      advance();
    }
    long[] ids = nodes.stream().mapToLong(row -> row.getLong(kind + 1)).toArray();
    LocalEdges edges = new LocalEdges(graph);
    while (isOf(graph, true)) {
      edges.add(ids, next.getLong(kind + 1), next.getLong(kind + 2), next.getFloat(kind + 3));
      advance();
    }
    return new WholeGraph(graph, nodes, edges);
  }

  private boolean isOf(long graph, boolean edge) {
    return next != null && next.getLong(GRAPH) == graph && next.getBoolean(kind) == edge;
  }
}
