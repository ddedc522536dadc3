package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;
import io.millrace.spec.network.GraphLayer;
import java.util.Arrays;

/** Some nodes of each graph, and the edges among them. */
final class Selection {
  private static final int GONE = -1;

  private final double ratio;
  private long[] ranks = new long[0];
  private int[] places = new int[0];
  private int[] kept = new int[0];
  private long[] seeds = new long[0];
  private int[] begins = new int[0];
  private int[] sources = new int[0];
  private float[] weights = new float[0];
  private float[] degrees = new float[0];

  /**
   * @param ratio of the nodes of a graph that stay
   */
  Selection(double ratio) {
    this.ratio = ratio;
  }

  /** The nodes that stay, in order; may be longer. */
  int[] kept() {
    return kept;
  }

  /** Seeds of the nodes that stay; may be longer. */
  long[] seeds(long[] seedByNode, int count) {
    for (int i = 0; i < count; i++) {
      seeds[i] = seedByNode[kept[i]];
    }
    return seeds;
  }

  /**
   * Keeps the nodes with the highest scores; of those that are equal as {@link GraphLayer.TopKPool}
   * compares them the ones that stand first.
   *
   * @param scores by node; may be longer
   * @return the smaller graph, valid until the next call
   */
  Topology select(Topology graph, float[] scores) {
    room(graph);
    int[] graphs = new int[graph.graphs().length];
    int count = 0;
    for (int g = 0; g < graph.size(); g++) {
      int begin = graph.graphs()[g];
      int end = graph.graphs()[g + 1];
      int cut = begin + (int) Math.ceil(ratio * (end - begin));
      rank(scores, begin, end);
      Arrays.fill(places, begin, end, GONE);
      for (int r = begin; r < cut; r++) {
        places[(int) ranks[r]] = 0;
      }
      for (int i = begin; i < end; i++) {
        if (places[i] != GONE) {
          places[i] = count;
          kept[count++] = i;
        }
      }
      graphs[g + 1] = count;
    }
    return link(graph, count, graphs);
  }

  /** Puts the nodes in order: descending scores first, then their numbers, in one long each. */
  private void rank(float[] scores, int begin, int end) {
    for (int i = begin; i < end; i++) {
      // Adding 0 makes one zero of the two; the mask orders negative numbers too.
      float steps = (float) Math.rint(scores[i] * GraphLayer.TopKPool.STEPS);
      int bits = Float.floatToIntBits(steps + 0f);
      int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE);
      ranks[i] = (long) ~ascending << 32 | i;
    }
    Arrays.sort(ranks, begin, end);
  }

  private Topology link(Topology graph, int count, int[] graphs) {
    int edges = 0;
    for (int r = 0; r < count; r++) {
      int i = kept[r];
      begins[r] = edges;
      degrees[r] = 0;
      for (int e = graph.begins()[i]; e < graph.begins()[i + 1]; e++) {
        int source = places[graph.sources()[e]];
        if (source != GONE) {
          sources[edges] = source;
          weights[edges] = graph.weight(e);
          degrees[r] += weights[edges++];
        }
      }
    }
    begins[count] = edges;
    return new Topology(
        count, begins, sources, graph.weights() == null ? null : weights, degrees, graphs);
  }

  private void room(Topology graph) {
    int nodes = graph.nodes();
    if (ranks.length < nodes) {
      ranks = new long[nodes];
      places = new int[nodes];
      kept = new int[nodes];
      seeds = new long[nodes];
      begins = new int[nodes + 1];
      degrees = new float[nodes];
    }
    if (sources.length < graph.edges()) {
      sources = new int[graph.edges()];
      weights = new float[graph.edges()];
    }
  }
}
