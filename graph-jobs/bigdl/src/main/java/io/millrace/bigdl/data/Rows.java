package io.millrace.bigdl.data;

import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some rows side by side, as kernels read them: of a table, or the nodes of some graphs. Arrays may
 * be longer than the rows need; the owner fills them again for the next mini-batch.
 *
 * <p>Of a table each row has a score. Of graphs the numbers, indices and seeds are by node, and
 * labels and scores by what the batch asks for: nodes, pairs of them, or graphs.
 */
public final class Rows {
  private int count;
  private int nodes;
  private float[] dense = new float[0];
  private final int[][] indices;
  private final SparseRows[] sparse;
  private float[] labels = new float[0];
  private long[] seeds = new long[0];
  private int[] targets = new int[0];
  private @Nullable Topology topology;
  private int[] begins = new int[0];
  private int[] sources = new int[0];
  private float[] weights = new float[0];
  private float[] degrees = new float[0];
  private final int denseWidth;
  private double share = 1;

  /**
   * @param denseWidth numbers of each row
   * @param indices of each row
   */
  public Rows(int denseWidth, int indices) {
    this(denseWidth, indices, 0);
  }

  /**
   * @param denseWidth numbers of each row or node
   * @param indices of each row or node
   * @param sparse inputs of numbers of which most are 0
   */
  public Rows(int denseWidth, int indices, int sparse) {
    this.denseWidth = denseWidth;
    this.indices = new int[indices][0];
    this.sparse = new SparseRows[sparse];
  }

  /** Makes room for so many rows of a table. */
  public void resize(int rows) {
    resize(rows, rows, 0);
  }

  /**
   * Makes room for a mini-batch over graphs; then it needs a {@link #topology} too.
   *
   * @param scores nodes, pairs or graphs that it asks for
   * @param nodes of all graphs
   * @param positions in {@link #targets()}: none where it asks for graphs
   */
  public void resize(int scores, int nodes, int positions) {
    count = scores;
    this.nodes = nodes;
    topology = null;
    if (labels.length < scores) {
      labels = new float[room(labels.length, scores)];
    }
    if (targets.length < positions) {
      targets = new int[room(targets.length, positions)];
    }
    if (seeds.length < nodes) {
      int room = room(seeds.length, nodes);
      dense = new float[Math.multiplyExact(room, denseWidth)];
      seeds = new long[room];
      for (int i = 0; i < indices.length; i++) {
        indices[i] = new int[room];
      }
    }
  }

  /** Grows by a quarter at least, since batches of graphs differ in size. */
  private static int room(int have, int need) {
    return Math.max(need, have + have / 4);
  }

  /** Rows of the score. */
  public int count() {
    return count;
  }

  /** Rows of the inputs: those of the table, or the nodes of all graphs. */
  public int nodes() {
    return nodes;
  }

  /** [nodes, denseWidth]. */
  public float[] dense() {
    return dense;
  }

  /** One index of all nodes, [nodes], by its place. */
  public int[] indices(int place) {
    return indices[place];
  }

  /** A sparse input of all nodes, by its place. */
  public SparseRows sparse(int place) {
    return sparse[place];
  }

  /** Has kernels read a sparse input where it stands. */
  public void sparse(int place, SparseRows given) {
    sparse[place] = given;
  }

  /** Room for a sparse input of all nodes with so many numbers, which the caller fills. */
  public SparseRows sparse(int place, int entries) {
    SparseRows kept = sparse[place];
    if (kept == null || kept.begins().length <= nodes || kept.values().length < entries) {
      int rows = room(kept == null ? 0 : kept.begins().length, nodes + 1);
      int numbers = room(kept == null ? 0 : kept.values().length, entries);
      kept = new SparseRows(new int[rows], new int[numbers], new float[numbers]);
      sparse[place] = kept;
    }
    return kept;
  }

  /**
   * The disjoint union of the graphs.
   *
   * @throws NullPointerException if these are rows of a table
   */
  public Topology topology() {
    return Objects.requireNonNull(topology, "A table has no topology.");
  }

  /** Has kernels read a topology where it stands, until the next {@link #resize}. */
  public void topology(Topology given) {
    topology = given;
  }

  /**
   * Room for the topology of all nodes, which the caller fills; numbers of an earlier batch may
   * still stand there.
   *
   * @param weighted whether edges have weights
   * @param graphs [graphs + 1]: where each graph begins
   */
  public Topology topology(int edges, boolean weighted, int[] graphs) {
    if (begins.length <= nodes) {
      int room = room(begins.length, nodes + 1);
      begins = new int[room];
      degrees = new float[room];
    }
    if (sources.length < edges) {
      sources = new int[room(sources.length, edges)];
    }
    if (weighted && weights.length < edges) {
      weights = new float[sources.length];
    }
    Topology union =
        new Topology(nodes, begins, sources, weighted ? weights : null, degrees, graphs);
    topology = union;
    return union;
  }

  /**
   * Positions of the nodes that the batch asks for, or of pairs of them as u, v, u, v, and so on.
   */
  public int[] targets() {
    return targets;
  }

  /** By row of the score. */
  public float[] labels() {
    return labels;
  }

  /** What random decisions about a row or a node depend on, in this epoch; [nodes]. */
  public long[] seeds() {
    return seeds;
  }

  void seed(int row, long seed) {
    seeds[row] = seed;
  }

  /**
   * The number of rows that the sum of losses is divided by: the mean over all rows of the step,
   * although its cores have different numbers of them.
   */
  public double share() {
    return share;
  }

  public void share(double rows) {
    share = rows;
  }
}
