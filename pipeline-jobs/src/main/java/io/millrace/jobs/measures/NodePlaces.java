package io.millrace.jobs.measures;

import io.millrace.sampling.LongIntMap;
import java.util.Arrays;

/** Numbers the nodes of a block from 0, in the order in which they come. */
final class NodePlaces {
  private final LongIntMap places = new LongIntMap();
  private long[] ids = new long[64];

  int size() {
    return places.size();
  }

  /** The place of a node, a new one behind all others if it has none. */
  int of(long id) {
    int size = places.size();
    int known = places.putIfAbsent(id, size);
    if (known != LongIntMap.NONE) {
      return known;
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size] = id;
    return size;
  }

  /** The node at a place. */
  long id(int place) {
    return ids[place];
  }
}
