package io.millrace.network;

import io.millrace.sampling.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The edges of one or more graphs, with weights in double precision.
 *
 * @param into edges by their target
 * @param degrees [nodes]: sum of the weights of the edges into a node
 * @param graphs [graphs + 1]: where the nodes of each graph begin
 */
record ReferenceEdges(List<List<Edge>> into, double[] degrees, int[] graphs) {
  /** Where a message comes from, and its weight. */
  record Edge(int source, double weight) {}

  static ReferenceEdges of(Topology topology) {
    List<List<Edge>> into =
        IntStream.range(0, topology.nodes())
            .mapToObj(
                i ->
                    IntStream.range(topology.begins()[i], topology.begins()[i + 1])
                        .mapToObj(e -> new Edge(topology.sources()[e], topology.weight(e)))
                        .toList())
            .toList();
    double[] degrees =
        IntStream.range(0, topology.nodes()).mapToDouble(i -> topology.degrees()[i]).toArray();
    return new ReferenceEdges(into, degrees, topology.graphs());
  }

  /** A graph whose degrees are those of its own edges. */
  static ReferenceEdges of(List<List<Edge>> into, int[] graphs) {
    double[] degrees =
        into.stream().mapToDouble(e -> e.stream().mapToDouble(Edge::weight).sum()).toArray();
    return new ReferenceEdges(into, degrees, graphs);
  }

  int nodes() {
    return into.size();
  }

  /** Number of graphs. */
  int size() {
    return graphs.length - 1;
  }

  /** The nodes of a graph. */
  IntStream nodesOf(int graph) {
    return IntStream.range(graphs[graph], graphs[graph + 1]);
  }

  /**
   * The nodes that are kept, in their order, and the edges among them.
   *
   * @param kept ascending
   */
  ReferenceEdges among(int[] kept) {
    List<List<Edge>> left = new ArrayList<>();
    for (int node : kept) {
      left.add(
          into.get(node).stream()
              .filter(edge -> Arrays.binarySearch(kept, edge.source()) >= 0)
              .map(edge -> new Edge(Arrays.binarySearch(kept, edge.source()), edge.weight()))
              .toList());
    }
    int[] begins =
        Arrays.stream(graphs)
            .map(begin -> (int) Arrays.stream(kept).filter(node -> node < begin).count())
            .toArray();
    return of(left, begins);
  }
}
