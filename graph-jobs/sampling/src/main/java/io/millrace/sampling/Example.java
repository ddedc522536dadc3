package io.millrace.sampling;

import java.util.List;

/**
 * One self-contained row of training data: a graph, or the neighbourhood of some nodes of a graph,
 * with all that a network reads (GraphFlat of AGL, Zhang et al. 2020).
 *
 * @param ids [nodes]: dense ids of the nodes; random decisions about a node depend on them
 * @param topology of one graph
 * @param dense [nodes, width], row-major
 * @param indices one of [nodes] for each index input
 * @param sparse one for each sparse input
 * @param targets positions of the nodes that scores are asked for; for pairs (u, v) first u, then
 *     v, of each; empty where scores are of whole graphs
 * @param keys [scores]: what a score belongs to
 * @param labels [scores]; NaN where there is none
 */
public record Example(
    long[] ids,
    Topology topology,
    float[] dense,
    List<int[]> indices,
    List<SparseRows> sparse,
    int[] targets,
    long[] keys,
    float[] labels) {
  public Example {
    indices = List.copyOf(indices);
    sparse = List.copyOf(sparse);
  }
}
