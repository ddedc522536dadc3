package io.millrace.jobs.neighbourhoods;

import io.millrace.jobs.neighbourhoods.ExampleRows.Outline;
import io.millrace.sampling.LocalEdges;
import io.millrace.sampling.Neighbourhood;
import io.millrace.spec.target.SplitLetters;
import io.millrace.spec.target.SplitSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
  private static final int SPLITS = 7;
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

  private record Node(long id, long row, float label, String splits) {}

  /** What has a score: a node, or a pair of them, by their positions. */
  private record Target(int[] ends, long row, float label, String splits) {}

  private void read(long graph) {
    List<Node> nodes = new ArrayList<>();
    List<Target> links = new ArrayList<>();
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
                next.getUTF8String(SPLITS).toString()));
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
                next.getUTF8String(SPLITS).toString()));
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
              return new Target(new int[] {i}, node.row(), node.label(), node.splits());
            })
        .toList();
  }

  private void examples(
      long graph, List<Target> all, List<NodeFeatures> features, long[] ids, LocalEdges edges) {
    int[] begins = edges.begins(ids.length);
    int[] sources = edges.sources();
    float[] given = edges.weights();
    float[] weights = Neighbourhood.allOne(given) ? null : given;
    Outline outline =
        new Outline("", ids, begins, sources, weights, new int[0], new long[0], new float[0]);
    if (many) {
      Target any = all.get(0);
      if (any.splits().chars().anyMatch(letter -> letter != SplitLetters.NONE)) {
        long[] keys = {graph};
        float[] labels = {any.label()};
        made.add(form.row(outline.with(any.splits(), new int[0], keys, labels), features));
      }
      return;
    }
    for (int number = 0; number < form.splits(); number++) {
      for (String part : SplitSpec.NAMES) {
        targets(outline, all, features, number, part);
      }
    }
  }

  /** The graph with the targets of one part of one split, if it has any. */
  private void targets(
      Outline outline, List<Target> all, List<NodeFeatures> features, int number, String part) {
    char wanted = SplitLetters.of(part);
    List<Target> targets = all.stream().filter(t -> t.splits().charAt(number) == wanted).toList();
    if (targets.isEmpty()) {
      return;
    }
    int[] asked = targets.stream().flatMapToInt(t -> IntStream.of(t.ends())).toArray();
    long[] keys = targets.stream().mapToLong(Target::row).toArray();
    float[] labels = new float[targets.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = targets.get(i).label();
    }
    String splits = SplitLetters.only(number, part, form.splits());
    made.add(form.row(outline.with(splits, asked, keys, labels), features));
  }
}
