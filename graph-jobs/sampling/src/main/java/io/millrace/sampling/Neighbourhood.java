package io.millrace.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and edges around some targets, as far as messages reach them.
 *
 * <p>Each node is there once and draws once, at the hop where it is first reached: a second draw
 * would count an edge twice that both have drawn. Nodes of the last hop have no edges.
 *
 * @param ids [nodes]: the targets first, then by hop
 * @param begins [nodes + 1], see {@link Topology}
 * @param sources [edges]: positions in {@code ids}
 * @param weights [edges]; null where all are 1
 */
public record Neighbourhood(
    long[] ids, int[] begins, int[] sources, float @Nullable [] weights) {
  /**
   * Walks from the targets against the direction of edges.
   *
   * @param targets each once
   * @param positions for use in between, cleared at first
   */
  public static Neighbourhood of(
      long[] targets, int hops, DrawnEdges edges, LongIntMap positions) {
    positions.clear();
    long[] ids = Arrays.copyOf(targets, Math.max(16, targets.length));
    for (int i = 0; i < targets.length; i++) {
      if (positions.putIfAbsent(targets[i], i) != LongIntMap.NONE) {
        throw new IllegalArgumentException(
            "Cannot walk from node %d twice (expected each target once).".formatted(targets[i]));
      }
    }
    List<InEdges> reached = new ArrayList<>();
    int nodes = targets.length;
    int count = 0;
    for (int hop = 0; hop < hops; hop++) {
      for (int end = nodes; reached.size() < end; ) {
        InEdges drawn = edges.of(ids[reached.size()], hop);
        reached.add(drawn == null ? NONE : drawn);
        for (long source : reached.get(reached.size() - 1).sources()) {
          count++;
          if (positions.putIfAbsent(source, nodes) == LongIntMap.NONE) {
            ids = nodes == ids.length ? Arrays.copyOf(ids, nodes * 2) : ids;
            ids[nodes++] = source;
          }
        }
      }
    }
    return compact(Arrays.copyOf(ids, nodes), reached, count, positions);
  }

  private static final InEdges NONE = new InEdges(new long[0], new float[0]);

  private static Neighbourhood compact(
      long[] ids, List<InEdges> reached, int count, LongIntMap positions) {
    int[] begins = new int[ids.length + 1];
    int[] sources = new int[count];
    float[] weights = new float[count];
    int next = 0;
    for (int i = 0; i < ids.length; i++) {
      InEdges drawn = i < reached.size() ? reached.get(i) : NONE;
      for (int e = 0; e < drawn.sources().length; e++) {
        sources[next] = positions.get(drawn.sources()[e]);
        weights[next++] = drawn.weights()[e];
      }
      begins[i + 1] = next;
    }
    return new Neighbourhood(ids, begins, sources, allOne(weights) ? null : weights);
  }

  /** Whether weights say nothing, so that they need not be stored. */
  public static boolean allOne(float[] weights) {
    for (float weight : weights) {
      if (weight != 1) {
        return false;
      }
    }
    return true;
  }
}
