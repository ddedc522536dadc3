package io.millrace.jobs.inference;

import java.util.Arrays;

/**
 * The nodes that one call of a stage computes, with the sources of all edges into them. Nodes are
 * added first, targets before all others, then edges; ids are found by search in a sorted array, so
 * a block costs no object for a node.
 */
final class Block {
  private final int width;
  private long[] ids = new long[64];
  private float[] degrees = new float[64];
  private float[] values;
  private long[] sorted = new long[0];
  private int[] places = new int[0];
  private long[] sources = new long[64];
  private long[] destinations = new long[64];
  private float[] weights = new float[64];
  private int nodes;
  private int targets;
  private int edges;

  /**
   * @param width numbers of each node
   */
  Block(int width) {
    this.width = width;
    this.values = new float[64 * width];
  }

  /** Empties the block; its memory is used again. */
  void clear() {
    nodes = 0;
    targets = 0;
    edges = 0;
    sorted = new long[0];
  }

  /** Adds a node whose value is asked for. */
  void target(long id, float degree, float[] x) {
    add(id, degree, x);
    targets++;
  }

  /** Adds a node that messages come from, unless it is a target too. */
  void source(long id, float degree, float[] x) {
    if (sorted.length == 0) {
      sorted = Arrays.copyOf(ids, targets);
      Arrays.sort(sorted);
    }
    if (Arrays.binarySearch(sorted, id) < 0) {
      add(id, degree, x);
    }
  }

  private void add(long id, float degree, float[] x) {
    if (nodes == ids.length) {
      ids = Arrays.copyOf(ids, 2 * nodes);
      degrees = Arrays.copyOf(degrees, 2 * nodes);
      values = Arrays.copyOf(values, 2 * nodes * width);
    }
    ids[nodes] = id;
    degrees[nodes] = degree;
    System.arraycopy(x, 0, values, nodes * width, width);
    nodes++;
  }

  void edge(long source, long target, float weight) {
    if (edges == sources.length) {
      sources = Arrays.copyOf(sources, 2 * edges);
      destinations = Arrays.copyOf(destinations, 2 * edges);
      weights = Arrays.copyOf(weights, 2 * edges);
    }
    sources[edges] = source;
    destinations[edges] = target;
    weights[edges++] = weight;
  }

  int width() {
    return width;
  }

  int nodes() {
    return nodes;
  }

  int edges() {
    return edges;
  }

  int targets() {
    return targets;
  }

  long id(int target) {
    return ids[target];
  }

  /** [nodes, width]. */
  float[] values() {
    return Arrays.copyOf(values, nodes * width);
  }

  /** [nodes]: sum of the weights of all edges into a node. */
  float[] degrees() {
    return Arrays.copyOf(degrees, nodes);
  }

  /** [2, edges]: places of sources, then places of targets. */
  long[] edgeIndex() {
    index();
    long[] places = new long[2 * edges];
    for (int e = 0; e < edges; e++) {
      places[e] = place(sources[e]);
      places[edges + e] = place(destinations[e]);
    }
    return places;
  }

  /** [edges]. */
  float[] weights() {
    return Arrays.copyOf(weights, edges);
  }

  private void index() {
    sorted = Arrays.copyOf(ids, nodes);
    Arrays.sort(sorted);
    places = new int[nodes];
    for (int i = 0; i < nodes; i++) {
      places[Arrays.binarySearch(sorted, ids[i])] = i;
    }
  }

  private int place(long id) {
    int found = Arrays.binarySearch(sorted, id);
    if (found < 0) {
      throw new IllegalStateException(
          "Cannot compute a layer: an edge has the end %d, which is no node of its block."
              .formatted(id));
    }
    return places[found];
  }
}
