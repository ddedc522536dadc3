package io.millrace.sampling;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The disjoint union of examples: one mini-batch whose nodes are those of the first example, then
 * those of the second, and so on. What it gives is valid until the next {@link #pack}, which uses
 * the same memory again; arrays may be longer than their numbers. Not for several threads.
 */
public final class Packing {
  private int nodes;
  private int scores;
  private int positions;
  private long[] ids = new long[0];
  private int[] begins = new int[1];
  private int[] sources = new int[0];
  private float[] weights = new float[0];
  private float[] degrees = new float[0];
  private float[] dense = new float[0];
  private int[][] indices = new int[0][];
  private SparseRows[] sparse = new SparseRows[0];
  private int[] targets = new int[0];
  private long[] keys = new long[0];
  private float[] labels = new float[0];
  private @Nullable Topology topology;

  /**
   * Packs examples with the same inputs, at least one.
   *
   * @throws ArithmeticException if together they are more than arrays hold
   */
  public void pack(List<Example> examples) {
    room(examples);
    boolean weighted = examples.stream().anyMatch(e -> e.topology().weights() != null);
    int[] graphs = new int[1 + examples.stream().mapToInt(e -> e.topology().size()).sum()];
    nodes = 0;
    scores = 0;
    positions = 0;
    int edges = 0;
    int graph = 0;
    for (Example example : examples) {
      Topology part = example.topology();
      for (int g = 1; g <= part.size(); g++) {
        graphs[++graph] = nodes + part.graphs()[g];
      }
      edges(part, edges, weighted);
      inputs(example);
      scores(example);
      edges += part.edges();
      nodes += part.nodes();
    }
    topology = new Topology(nodes, begins, sources, weighted ? weights : null, degrees, graphs);
  }

  private void edges(Topology part, int first, boolean weighted) {
    int count = part.edges();
    for (int i = 0; i <= part.nodes(); i++) {
      begins[nodes + i] = first + part.begins()[i];
    }
    for (int e = 0; e < count; e++) {
      sources[first + e] = nodes + part.sources()[e];
    }
    if (weighted && part.weights() != null) {
      System.arraycopy(part.weights(), 0, weights, first, count);
    } else if (weighted) {
      Arrays.fill(weights, first, first + count, 1);
    }
    System.arraycopy(part.degrees(), 0, degrees, nodes, part.nodes());
  }

  private void inputs(Example example) {
    int count = example.topology().nodes();
    System.arraycopy(example.ids(), 0, ids, nodes, count);
    int width = count == 0 ? 0 : example.dense().length / count;
    System.arraycopy(example.dense(), 0, dense, nodes * width, count * width);
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(example.indices().get(i), 0, indices[i], nodes, count);
    }
    for (int s = 0; s < sparse.length; s++) {
      SparseRows part = example.sparse().get(s);
      int first = nodes == 0 ? 0 : sparse[s].begins()[nodes];
      for (int i = 0; i <= count; i++) {
        sparse[s].begins()[nodes + i] = first + part.begins()[i];
      }
      System.arraycopy(part.columns(), 0, sparse[s].columns(), first, part.begins()[count]);
      System.arraycopy(part.values(), 0, sparse[s].values(), first, part.begins()[count]);
    }
  }

  private void scores(Example example) {
    for (int target : example.targets()) {
      targets[positions++] = nodes + target;
    }
    int count = example.keys().length;
    System.arraycopy(example.keys(), 0, keys, scores, count);
    System.arraycopy(example.labels(), 0, labels, scores, count);
    scores += count;
  }

  private void room(List<Example> examples) {
    Sizes sizes = Sizes.of(examples);
    Example first = examples.get(0);
    if (ids.length < sizes.nodes || indices.length != first.indices().size()) {
      int room = room(ids.length, sizes.nodes);
      ids = new long[room];
      begins = new int[room + 1];
      degrees = new float[room];
      indices = new int[first.indices().size()][room];
    }
    if (sources.length < sizes.edges) {
      sources = new int[room(sources.length, sizes.edges)];
      weights = new float[sources.length];
    }
    dense = dense.length < sizes.dense ? new float[room(dense.length, sizes.dense)] : dense;
    targets = targets.length < sizes.targets ? new int[sizes.targets] : targets;
    if (keys.length < sizes.scores) {
      keys = new long[room(keys.length, sizes.scores)];
      labels = new float[keys.length];
    }
    sparse = Arrays.copyOf(sparse, first.sparse().size());
    for (int s = 0; s < sparse.length; s++) {
      sparse[s] = room(sparse[s], sizes.nodes, sizes.sparse[s]);
    }
  }

  private static SparseRows room(@Nullable SparseRows kept, int nodes, int entries) {
    if (kept != null && kept.begins().length > nodes && kept.values().length >= entries) {
      return kept;
    }
    int room = room(kept == null ? 0 : kept.values().length, entries);
    int rows = room(kept == null ? 0 : kept.begins().length, nodes + 1);
    return new SparseRows(new int[rows], new int[room], new float[room]);
  }

  /** Grows by a quarter at least, since batches differ in size. */
  private static int room(int have, int need) {
    return Math.max(need, have + have / 4);
  }

  /** Nodes of all graphs. */
  public int nodes() {
    return nodes;
  }

  /** Scores of all examples. */
  public int scores() {
    return scores;
  }

  /** Numbers in {@link #targets()}. */
  public int positions() {
    return positions;
  }

  /** Of all graphs side by side; there is one after the first {@link #pack}. */
  public @Nullable Topology topology() {
    return topology;
  }

  /** [nodes]. */
  public long[] ids() {
    return ids;
  }

  /** [nodes, width]. */
  public float[] dense() {
    return dense;
  }

  /** [nodes] of an index input, by its place. */
  public int[] indices(int place) {
    return indices[place];
  }

  /** A sparse input of all nodes, by its place. */
  public SparseRows sparse(int place) {
    return sparse[place];
  }

  /** [positions]: positions of the nodes that scores are asked for, see {@link Example}. */
  public int[] targets() {
    return targets;
  }

  /** [scores]. */
  public long[] keys() {
    return keys;
  }

  /** [scores]. */
  public float[] labels() {
    return labels;
  }

  /** What some examples need together. */
  private record Sizes(int nodes, int edges, int dense, int targets, int scores, int[] sparse) {
    static Sizes of(List<Example> examples) {
      int nodes = 0;
      int edges = 0;
      int dense = 0;
      int targets = 0;
      int scores = 0;
      int[] sparse = new int[examples.get(0).sparse().size()];
      for (Example example : examples) {
        nodes = Math.addExact(nodes, example.topology().nodes());
        edges = Math.addExact(edges, example.topology().edges());
        dense = Math.addExact(dense, example.dense().length);
        targets = Math.addExact(targets, example.targets().length);
        scores = Math.addExact(scores, example.keys().length);
        for (int s = 0; s < sparse.length; s++) {
          int entries = example.sparse().get(s).begins()[example.topology().nodes()];
          sparse[s] = Math.addExact(sparse[s], entries);
        }
      }
      return new Sizes(nodes, edges, dense, targets, scores, sparse);
    }
  }
}
