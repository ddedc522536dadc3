package io.millrace.sampling;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The directed edges of one or more graphs, by their targets. The nodes of one graph stand together
 * and no edge leads from one graph to another.
 *
 * @param begins [nodes + 1]: the edges into node i are those from {@code begins[i]} to {@code
 *     begins[i + 1]}; may be longer
 * @param sources [edges]: where an edge comes from; may be longer
 * @param weights [edges]; null where all are 1
 * @param degrees [nodes]: sum of the weights of all edges into a node in the graph that this is a
 *     part of, so at least as much as is here
 * @param graphs [graphs + 1]: the nodes of graph g are those from {@code graphs[g]} to {@code
 *     graphs[g + 1]}
 */
public record Topology(
    int nodes,
    int[] begins,
    int[] sources,
    float @Nullable [] weights,
    float[] degrees,
    int[] graphs) {
  /**
   * A whole graph.
   *
   * @param weights by edge, null where all are 1
   */
  public static Topology of(int nodes, int[] sources, int[] targets, float @Nullable [] weights) {
    int[] begins = new int[nodes + 1];
    for (int target : targets) {
      begins[target + 1]++;
    }
    for (int i = 0; i < nodes; i++) {
      begins[i + 1] += begins[i];
    }
    int[] next = Arrays.copyOf(begins, nodes);
    int[] bySource = new int[sources.length];
    float[] byWeight = weights == null ? null : new float[sources.length];
    float[] degrees = new float[nodes];
    for (int e = 0; e < sources.length; e++) {
      int at = next[targets[e]]++;
      bySource[at] = sources[e];
      if (byWeight != null && weights != null) {
        byWeight[at] = weights[e];
      }
      degrees[targets[e]] += weights == null ? 1 : weights[e];
    }
    return new Topology(nodes, begins, bySource, byWeight, degrees, new int[] {0, nodes});
  }

  public int edges() {
    return begins[nodes];
  }

  /** Number of graphs. */
  public int size() {
    return graphs.length - 1;
  }

  /** 1 where edges have no weights. */
  public float weight(int edge) {
    return weights == null ? 1 : weights[edge];
  }
}
