package io.millrace.jobs.neighbourhoods;

import io.millrace.jobs.neighbourhoods.ExampleRows.Outline;
import io.millrace.sampling.LocalEdges;
import io.millrace.sampling.Neighbourhood;
import io.millrace.spec.target.SplitSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Makes examples from rows that are sorted by graph: its nodes by their ids, then its edges by
 * their targets. Holds one graph at a time.
 */
final class WholeExamples implements Iterator<InternalRow> {
  static final int IS_NODE = 0;
  static final int IS_EDGE = 1;

  private static final int GRAPH = 0;
  private static final int KIND = 1;
  private static final int NODE = 2;
  private static final int SOURCE = 3;
  private static final int WEIGHT = 4;
  private static final int ROW = 5;
  private static final int LABEL = 6;
  private static final int SPLIT = 7;
  private static final int FEATURES = 8;

  private final Iterator<InternalRow> rows;
  private final ExampleRows form;
  private final boolean many;
  private final Deque<InternalRow> made = new ArrayDeque<>();
  private @Nullable InternalRow next;

  WholeExamples(Iterator<InternalRow> rows, ExampleRows form, boolean many) {
    this.rows = rows;
    this.form = form;
    this.many = many;
    advance();
  }

  private void advance() {
    next = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    while (made.isEmpty() && next != null) {
      read(next.getLong(GRAPH));
    }
    return !made.isEmpty();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException("There are no more graphs.");
    }
    return made.remove();
  }

  private record Node(long id, long row, float label, String split) {}

  private void read(long graph) {
    List<Node> nodes = new ArrayList<>();
    List<NodeFeatures> features = new ArrayList<>();
    LocalEdges edges = new LocalEdges(graph);
    long[] ids = null;
    while (next != null && next.getLong(GRAPH) == graph) {
      if (next.getInt(KIND) == IS_NODE) {
        nodes.add(
            new Node(
                next.getLong(NODE),
                next.getLong(ROW),
                next.getFloat(LABEL),
                next.getUTF8String(SPLIT).toString()));
        features.add(form.columns().read(next, FEATURES));
      } else {
        ids = ids == null ? nodes.stream().mapToLong(Node::id).toArray() : ids;
        edges.add(ids, next.getLong(NODE), next.getLong(SOURCE), next.getFloat(WEIGHT));
      }
      advance();
    }
    ids = ids == null ? nodes.stream().mapToLong(Node::id).toArray() : ids;
    examples(graph, nodes, features, ids, edges);
  }

  private void examples(
      long graph, List<Node> nodes, List<NodeFeatures> features, long[] ids, LocalEdges edges) {
    int[] begins = edges.begins(ids.length);
    int[] sources = edges.sources();
    float[] all = edges.weights();
    float[] weights = Neighbourhood.allOne(all) ? null : all;
    for (String split : SplitSpec.NAMES) {
      int[] targets = new int[nodes.size()];
      int count = 0;
      for (int i = 0; i < nodes.size(); i++) {
        if (nodes.get(i).split().equals(split)) {
          targets[count++] = i;
        }
      }
      if (count > 0) {
        int[] asked = many ? new int[0] : Arrays.copyOf(targets, count);
        int scores = many ? 1 : count;
        long[] keys = new long[scores];
        float[] labels = new float[scores];
        for (int i = 0; i < scores; i++) {
          keys[i] = many ? graph : nodes.get(targets[i]).row();
          labels[i] = nodes.get(targets[i]).label();
        }
        made.add(
            form.row(
                new Outline(split, ids, begins, sources, weights, asked, keys, labels), features));
      }
    }
  }
}
