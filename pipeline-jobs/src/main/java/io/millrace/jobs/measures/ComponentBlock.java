package io.millrace.jobs.measures;

import java.util.Arrays;

/** Connected components of a graph in memory, by union and find (Tarjan 1975). */
final class ComponentBlock {
  private final NodePlaces places = new NodePlaces();
  private int[] parents = new int[64];

  /** Adds an edge. */
  void add(long a, long b) {
    int one = root(place(a));
    int other = root(place(b));
    // The smallest id of a component is its root.
    if (places.id(one) < places.id(other)) {
      parents[other] = one;
    } else {
      parents[one] = other;
    }
  }

  private int place(long id) {
    int size = places.size();
    int place = places.of(id);
    if (place == size) {
      if (size == parents.length) {
        parents = Arrays.copyOf(parents, 2 * size);
      }
      parents[size] = size;
    }
    return place;
  }

  private int root(int place) {
    int at = place;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Number of nodes. */
  int nodes() {
    return places.size();
  }

  /** The id of a node, from 0, in the order in which they came. */
  long id(int node) {
    return places.id(node);
  }

  /** The smallest id that is connected with a node. */
  long smallest(int node) {
    return places.id(root(node));
  }
}
