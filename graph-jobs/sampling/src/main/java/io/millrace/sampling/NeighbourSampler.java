package io.millrace.sampling;

import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples neighbourhoods of a graph in memory. Draws what {@link Reservoir} draws from the same
 * edges elsewhere. Not for several threads.
 */
public final class NeighbourSampler implements DrawnEdges {
  private final Topology graph;
  private final long[] ids;
  private final Neighbourhoods how;
  private final List<Reservoir> reservoirs = new ArrayList<>();
  private final LongIntMap places = new LongIntMap();
  private final LongIntMap ordinals = new LongIntMap();
  private final LongIntMap positions = new LongIntMap();

  /**
   * @param graph of which edges from one source to one node stand in the order of their ordinals
   * @param ids [nodes], each once
   */
  public NeighbourSampler(Topology graph, long[] ids, Neighbourhoods how) {
    this.graph = graph;
    this.ids = ids;
    this.how = how;
    for (int i = 0; i < graph.nodes(); i++) {
      places.putIfAbsent(ids[i], i);
    }
    for (int hop = 0; hop < how.fanOuts().size(); hop++) {
      reservoirs.add(new Reservoir(Draws.limit(how, hop), how.weighted()));
    }
  }

  /** The neighbourhood of some nodes, given by their ids. */
  public Neighbourhood around(long... targets) {
    return Neighbourhood.of(targets, reservoirs.size(), this, positions);
  }

  @Override
  public @Nullable InEdges of(long node, int hop) {
    int at = places.get(node);
    if (at == LongIntMap.NONE) {
      throw new IllegalArgumentException(
          "Cannot sample neighbours of node %d: the graph has no such node (expected one of %d)."
              .formatted(node, graph.nodes()));
    }
    int begin = graph.begins()[at];
    int end = graph.begins()[at + 1];
    if (begin == end) {
      return null;
    }
    Reservoir reservoir = reservoirs.get(hop);
    reservoir.start(how.seed(), node, hop);
    ordinals.clear();
    for (int e = begin; e < end; e++) {
      long source = ids[graph.sources()[e]];
      reservoir.offer(source, ordinal(source, e), graph.weight(e));
    }
    return reservoir.drawn();
  }

  /** The number of this edge among those from the same source. */
  private int ordinal(long source, int edge) {
    int first = ordinals.putIfAbsent(source, edge);
    if (first == LongIntMap.NONE) {
      return 0;
    }
    int before = 0;
    for (int e = first; e < edge; e++) {
      before += ids[graph.sources()[e]] == source ? 1 : 0;
    }
    return before;
  }
}
