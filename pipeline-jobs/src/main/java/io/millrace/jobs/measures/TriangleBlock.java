package io.millrace.jobs.measures;

import java.util.Arrays;

/**
 * Triangles of a graph in memory. Each edge leads from the end with fewer edges to the one with
 * more, so no node has more than sqrt(2 m) of the m edges, and all takes O(m^1.5).
 */
final class TriangleBlock {
  private final NodePlaces places = new NodePlaces();
  private int[] ends = new int[128];
  private int edges;

  /** Which triangles count. */
  interface Corners {
    boolean count(long x, long y, long z);
  }

  /** Takes what was counted. */
  interface Counts {
    void found(long id, long triangles);
  }

  /** Adds an edge between two nodes, each once. */
  void add(long a, long b) {
    if (2 * edges == ends.length) {
      ends = Arrays.copyOf(ends, Math.multiplyExact(ends.length, 2));
    }
    ends[2 * edges] = places.of(a);
    ends[2 * edges + 1] = places.of(b);
    edges++;
  }

  /** Counts; nodes without a triangle are left out. */
  void count(Corners corners, Counts counts) {
    int nodes = places.size();
    int[] begins = orient(nodes);
    int[] to = neighbours(begins);
    int[] marks = new int[nodes];
    Arrays.fill(marks, -1);
    long[] found = new long[nodes];
    for (int x = 0; x < nodes; x++) {
      for (int e = begins[x]; e < begins[x + 1]; e++) {
        marks[to[e]] = x;
      }
      for (int e = begins[x]; e < begins[x + 1]; e++) {
        int y = to[e];
        for (int f = begins[y]; f < begins[y + 1]; f++) {
          int z = to[f];
          if (marks[z] == x && corners.count(places.id(x), places.id(y), places.id(z))) {
            found[x]++;
            found[y]++;
            found[z]++;
          }
        }
      }
    }
    for (int node = 0; node < nodes; node++) {
      if (found[node] > 0) {
        counts.found(places.id(node), found[node]);
      }
    }
  }

  /** Turns edges towards the end with more of them; where each node's begin, [nodes + 1]. */
  private int[] orient(int nodes) {
    int[] degrees = new int[nodes];
    for (int i = 0; i < 2 * edges; i++) {
      degrees[ends[i]]++;
    }
    int[] begins = new int[nodes + 1];
    for (int e = 0; e < edges; e++) {
      int a = ends[2 * e];
      int b = ends[2 * e + 1];
      if (degrees[a] > degrees[b] || (degrees[a] == degrees[b] && a > b)) {
        ends[2 * e] = b;
        ends[2 * e + 1] = a;
      }
      begins[ends[2 * e] + 1]++;
    }
    for (int node = 0; node < nodes; node++) {
      begins[node + 1] += begins[node];
    }
    return begins;
  }

  private int[] neighbours(int[] begins) {
    int[] at = begins.clone();
    int[] to = new int[edges];
    for (int e = 0; e < edges; e++) {
      to[at[ends[2 * e]]++] = ends[2 * e + 1];
    }
    return to;
  }
}
