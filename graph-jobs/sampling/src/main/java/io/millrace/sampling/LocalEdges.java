package io.millrace.sampling;

import java.util.Arrays;

/** The edges of one graph as they come, between positions of its nodes. Holds arrays alone. */
public final class LocalEdges {
  private final long graph;
  private int count;
  private int[] targets = new int[16];
  private int[] sources = new int[16];
  private float[] weights = new float[16];

  /**
   * @param graph number of the graph, for messages
   */
  public LocalEdges(long graph) {
    this.graph = graph;
  }

  /**
   * Adds an edge.
   *
   * @param ids [nodes]: ascending ids of the graph's nodes
   * @throws IllegalArgumentException if an end is none of them
   */
  public void add(long[] ids, long target, long source, float weight) {
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

  /**
   * Where a node stands among those of the graph.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public int position(long[] ids, long id) {
    int at = Arrays.binarySearch(ids, id);
    if (at < 0) {
      throw new IllegalArgumentException(
          "Cannot read graph %d: it has an edge of node %d, which is none of its %d nodes (expected edges within a graph). Look at 'graph' in the definition."
              .formatted(graph, id, ids.length));
    }
    return at;
  }

  public int count() {
    return count;
  }

  /** [edges], in the order in which they came. */
  public int[] targets() {
    return Arrays.copyOf(targets, count);
  }

  /** [edges]. */
  public int[] sources() {
    return Arrays.copyOf(sources, count);
  }

  /** [edges]. */
  public float[] weights() {
    return Arrays.copyOf(weights, count);
  }

  /** [nodes + 1]: where the edges into each node begin, if they came in the order of targets. */
  public int[] begins(int nodes) {
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
