package io.millrace.jobs.neighbourhoods;

import io.millrace.jobs.neighbourhoods.ExampleRows.Outline;
import io.millrace.sampling.Neighbourhood;
import io.millrace.spec.target.SplitSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Makes examples from rows that are sorted by graph: its nodes by their ids, then its edges by
 * their targets, then the pairs of nodes that have scores. Holds one graph at a time.
 */
final class WholeExamples implements Iterator<InternalRow> {
  static final int IS_NODE = 0;
  static final int IS_EDGE = 1;
  static final int IS_LINK = 2;

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

  /** What has a score: a node, or a pair of them, by their positions. */
  private record Target(int[] ends, long row, float label, String split) {}

  private void read(long graph) {
    List<Node> nodes = new ArrayList<>();
    List<Target> links = new ArrayList<>();
    List<NodeFeatures> features = new ArrayList<>();
    Edges edges = new Edges(graph);
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
      } else if (next.getInt(KIND) == IS_LINK) {
        ids = ids == null ? nodes.stream().mapToLong(Node::id).toArray() : ids;
        int[] ends = {
          edges.position(ids, next.getLong(NODE)), edges.position(ids, next.getLong(SOURCE))
        };
        links.add(
            new Target(
                ends,
                next.getLong(ROW),
                next.getFloat(LABEL),
                next.getUTF8String(SPLIT).toString()));
      } else {
        ids = ids == null ? nodes.stream().mapToLong(Node::id).toArray() : ids;
        edges.add(ids, next.getLong(NODE), next.getLong(SOURCE), next.getFloat(WEIGHT));
      }
      advance();
    }
    ids = ids == null ? nodes.stream().mapToLong(Node::id).toArray() : ids;
    examples(graph, links.isEmpty() ? targets(nodes) : links, features, ids, edges);
  }

  private static List<Target> targets(List<Node> nodes) {
    return IntStream.range(0, nodes.size())
        .mapToObj(
            i -> {
              Node node = nodes.get(i);
              return new Target(new int[] {i}, node.row(), node.label(), node.split());
            })
        .toList();
  }

  private void examples(
      long graph, List<Target> all, List<NodeFeatures> features, long[] ids, Edges edges) {
    int[] begins = edges.begins(ids.length);
    int[] sources = Arrays.copyOf(edges.sources, edges.count);
    float[] given = Arrays.copyOf(edges.weights, edges.count);
    float[] weights = Neighbourhood.allOne(given) ? null : given;
    for (String split : SplitSpec.NAMES) {
      List<Target> targets = all.stream().filter(t -> t.split().equals(split)).toList();
      if (!targets.isEmpty()) {
        int[] asked =
            many
                ? new int[0]
                : targets.stream().flatMapToInt(t -> IntStream.of(t.ends())).toArray();
        int scores = many ? 1 : targets.size();
        long[] keys = new long[scores];
        float[] labels = new float[scores];
        for (int i = 0; i < scores; i++) {
          keys[i] = many ? graph : targets.get(i).row();
          labels[i] = targets.get(i).label();
        }
        made.add(
            form.row(
                new Outline(split, ids, begins, sources, weights, asked, keys, labels), features));
      }
    }
  }

  /** Edges of one graph, by target. */
  private static final class Edges {
    private final long graph;
    private int count;
    private int[] targets = new int[16];
    private int[] sources = new int[16];
    private float[] weights = new float[16];

    Edges(long graph) {
      this.graph = graph;
    }

    void add(long[] ids, long target, long source, float weight) {
      if (count == sources.length) {
        int room = Math.multiplyExact(count, 2);
        targets = Arrays.copyOf(targets, room);
        sources = Arrays.copyOf(sources, room);
        weights = Arrays.copyOf(weights, room);
      }
      targets[count] = position(ids, target);
      sources[count] = position(ids, source);
      weights[count++] = weight;
    }

    private int position(long[] ids, long id) {
      int at = Arrays.binarySearch(ids, id);
      if (at < 0) {
        throw new IllegalArgumentException(
            "Cannot make an example of graph %d: it has an edge of node %d, which is none of its %d nodes (expected edges within a graph). Look at 'graph' in the definition."
                .formatted(graph, id, ids.length));
      }
      return at;
    }

    int[] begins(int nodes) {
      int[] begins = new int[nodes + 1];
      for (int e = 0; e < count; e++) {
        begins[targets[e] + 1]++;
      }
      for (int i = 0; i < nodes; i++) {
        begins[i + 1] += begins[i];
      }
      return begins;
    }
  }
}
