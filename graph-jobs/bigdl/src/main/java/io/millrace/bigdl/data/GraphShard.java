package io.millrace.bigdl.data;

import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Graphs and neighbourhoods in memory. A mini-batch is the disjoint union of its examples. An
 * example that is the only one, such as a whole graph, is computed where it stands as far as that
 * can be.
 */
public final class GraphShard extends Shard {
  private static final long serialVersionUID = 1;

  private final ShardColumns columns;
  private final List<Example> examples = new ArrayList<>();
  private int[] firstScores = {0};

  GraphShard(ShardColumns columns, int partition) {
    super(partition);
    this.columns = columns;
  }

  void add(Example example) {
    examples.add(example);
  }

  /** After the last example: numbers the scores. */
  void close() {
    firstScores = new int[examples.size() + 1];
    for (int i = 0; i < examples.size(); i++) {
      int scores = examples.get(i).labels().length;
      firstScores[i + 1] = Math.addExact(firstScores[i], scores);
    }
  }

  public Example example(int number) {
    return examples.get(number);
  }

  @Override
  public int size() {
    return examples.size();
  }

  @Override
  public int scores() {
    return firstScores[examples.size()];
  }

  @Override
  public long key(int score) {
    int example = exampleOf(score);
    return examples.get(example).keys()[score - firstScores[example]];
  }

  @Override
  public float label(int score) {
    int example = exampleOf(score);
    return examples.get(example).labels()[score - firstScores[example]];
  }

  private int exampleOf(int score) {
    int found = Arrays.binarySearch(firstScores, score);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public Rows room() {
    return columns.room();
  }

  @Override
  public void copy(int[] order, int from, int to, long seed, Rows into) {
    int scores = 0;
    int nodes = 0;
    int positions = 0;
    for (int i = from; i < to; i++) {
      Example example = examples.get(order == null ? i : order[i]);
      scores = Math.addExact(scores, example.labels().length);
      nodes = Math.addExact(nodes, example.ids().length);
      positions = Math.addExact(positions, example.targets().length);
    }
    into.resize(scores, nodes, positions);
    int node = 0;
    int score = 0;
    int target = 0;
    for (int i = from; i < to; i++) {
      Example example = examples.get(order == null ? i : order[i]);
      values(example, node, seed, into);
      System.arraycopy(example.labels(), 0, into.labels(), score, example.labels().length);
      int first = target;
      for (int position : example.targets()) {
        into.targets()[target++] = node + position;
      }
      // Only training has an order.
      if (order != null && NegativePairs.in(example)) {
        NegativePairs.draw(example, seed, node, into.targets(), first);
      }
      node += example.ids().length;
      score += example.labels().length;
    }
    // Room that is filled again must not be the example's own.
    if (size() == 1 && to == from + 1) {
      alone(examples.get(order == null ? from : order[from]), into);
    } else {
      sparse(order, from, to, into);
      topology(order, from, to, into);
    }
  }

  private void values(Example example, int node, long seed, Rows into) {
    int width = columns.dense().size();
    System.arraycopy(example.dense(), 0, into.dense(), node * width, example.dense().length);
    for (int place = 0; place < example.indices().size(); place++) {
      int[] index = example.indices().get(place);
      System.arraycopy(index, 0, into.indices(place), node, index.length);
    }
    for (int i = 0; i < example.ids().length; i++) {
      into.seed(node + i, Mix.of(seed + example.ids()[i]));
    }
  }

  private static void alone(Example example, Rows into) {
    into.topology(example.topology());
    for (int place = 0; place < example.sparse().size(); place++) {
      into.sparse(place, example.sparse().get(place));
    }
  }

  private void sparse(int[] order, int from, int to, Rows into) {
    for (int place = 0; place < columns.sparse().size(); place++) {
      int entries = 0;
      for (int i = from; i < to; i++) {
        SparseRows rows = examples.get(order == null ? i : order[i]).sparse().get(place);
        entries = Math.addExact(entries, rows.columns().length);
      }
      SparseRows union = into.sparse(place, entries);
      int node = 0;
      int at = 0;
      for (int i = from; i < to; i++) {
        SparseRows rows = examples.get(order == null ? i : order[i]).sparse().get(place);
        int nodes = rows.begins().length - 1;
        for (int n = 0; n < nodes; n++) {
          union.begins()[node + n] = at + rows.begins()[n];
        }
        int size = rows.columns().length;
        System.arraycopy(rows.columns(), 0, union.columns(), at, size);
        System.arraycopy(rows.values(), 0, union.values(), at, size);
        node += nodes;
        at += size;
      }
      union.begins()[node] = at;
    }
  }

  private void topology(int[] order, int from, int to, Rows into) {
    int edges = 0;
    boolean weighted = false;
    int[] graphs = new int[to - from + 1];
    for (int i = from; i < to; i++) {
      Topology own = examples.get(order == null ? i : order[i]).topology();
      edges = Math.addExact(edges, own.edges());
      weighted |= own.weights() != null;
      graphs[i - from + 1] = graphs[i - from] + own.nodes();
    }
    Topology union = into.topology(edges, weighted, graphs);
    int edge = 0;
    for (int i = from; i < to; i++) {
      Topology own = examples.get(order == null ? i : order[i]).topology();
      append(own, union, graphs[i - from], edge);
      edge += own.edges();
    }
    union.begins()[graphs[to - from]] = edge;
  }

  private static void append(Topology own, Topology union, int node, int edge) {
    for (int n = 0; n < own.nodes(); n++) {
      union.begins()[node + n] = edge + own.begins()[n];
    }
    for (int e = 0; e < own.edges(); e++) {
      union.sources()[edge + e] = node + own.sources()[e];
    }
    System.arraycopy(own.degrees(), 0, union.degrees(), node, own.nodes());
    float[] weights = union.weights();
    if (weights == null) {
      return;
    }
    if (own.weights() == null) {
      Arrays.fill(weights, edge, edge + own.edges(), 1);
    } else {
      System.arraycopy(own.weights(), 0, weights, edge, own.edges());
    }
  }
}
