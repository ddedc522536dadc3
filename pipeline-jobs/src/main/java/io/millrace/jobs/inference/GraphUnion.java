package io.millrace.jobs.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/** The disjoint union of some graphs: what one call of a network's file scores. */
final class GraphUnion {
  private final List<Row> nodes = new ArrayList<>();
  private final List<WholeGraph> graphs = new ArrayList<>();
  private int edges;
  private int largest;

  /** The graphs' nodes in their order, as {@link RawTensors} reads them. */
  List<Row> nodes() {
    return nodes;
  }

  /** Number of the graph that has this score. */
  long graph(int score) {
    return graphs.get(score).number();
  }

  /** How many graphs there are. */
  int size() {
    return graphs.size();
  }

  int edges() {
    return edges;
  }

  void add(WholeGraph graph) {
    graphs.add(graph);
    nodes.addAll(graph.nodes());
    edges += graph.edges().count();
    largest = Math.max(largest, graph.nodes().size());
  }

  /**
   * Rows of the widest matrices that a network makes of the union and one more graph: one for each
   * edge, and as many for each graph as the largest has nodes, which clusters of nodes need.
   */
  long rowsWith(WholeGraph graph) {
    long nodesOfEach = Math.max(largest, graph.nodes().size());
    return nodesOfEach * (graphs.size() + 1) + edges + graph.edges().count();
  }

  /** [2, edges]: sources above targets, by their places in {@link #nodes}. */
  long[] edgeIndex() {
    long[] index = new long[2 * edges];
    int next = 0;
    long first = 0;
    for (WholeGraph graph : graphs) {
      int[] sources = graph.edges().sources();
      int[] targets = graph.edges().targets();
      for (int e = 0; e < sources.length; e++) {
        index[next] = first + sources[e];
        index[edges + next++] = first + targets[e];
      }
      first += graph.nodes().size();
    }
    return index;
  }

  /** [edges]. */
  float[] weights() {
    float[] weights = new float[edges];
    int next = 0;
    for (WholeGraph graph : graphs) {
      float[] own = graph.edges().weights();
      System.arraycopy(own, 0, weights, next, own.length);
      next += own.length;
    }
    return weights;
  }

  /** [nodes]: the graph of each node, from 0. */
  long[] batch() {
    long[] batch = new long[nodes.size()];
    int next = 0;
    for (int g = 0; g < graphs.size(); g++) {
      int end = next + graphs.get(g).nodes().size();
      Arrays.fill(batch, next, end, g);
      next = end;
    }
    return batch;
  }
}
