package io.millrace.jobs.measures;

import io.millrace.sampling.LongIntMap;
import java.util.Arrays;

/** Connected components of a graph in memory, by union and find (Tarjan 1975). */
final class ComponentBlock {
  private final LongIntMap places = new LongIntMap();
  private long[] ids = new long[64];
  private int[] parents = new int[64];

  /** Adds an edge. */
  void add(long a, long b) {
    int one = root(place(a));
    int other = root(place(b));
    // The smallest id of a component is its root.
    if (ids[one] < ids[other]) {
      parents[other] = one;
    } else {
      parents[one] = other;
    }
  }

  private int place(long id) {
    int size = places.size();
    int known = places.putIfAbsent(id, size);
    if (known != LongIntMap.NONE) {
      return known;
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      parents = Arrays.copyOf(parents, 2 * size);
    }
    ids[size] = id;
    parents[size] = size;
    return size;
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
    return ids[node];
  }

  /** The smallest id that is connected with a node. */
  long smallest(int node) {
    return ids[root(node)];
  }
}
