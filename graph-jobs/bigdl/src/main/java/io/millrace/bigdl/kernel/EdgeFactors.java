package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;
import org.jspecify.annotations.Nullable;

/**
 * What numbers are multiplied by where they pass along the edges of a topology, or stay at their
 * node. Computed once in a pass, for all layers that ask.
 */
final class EdgeFactors {
  private boolean symmetricKnown;
  private boolean meanKnown;
  private float[] symmetric = new float[0];
  private float[] own = new float[0];
  private float[] mean = new float[0];

  /** The kinds of sums over neighbours. */
  enum Kind {
    /** {@code w_ij / sqrt(d_i d_j)}, and 1 / d_i for the node's own. */
    SYMMETRIC,
    /** {@code w_ij}, and 1 for the node's own. */
    WEIGHT,
    /** {@code w_ij / sum_j w_ij}, and nothing for the node's own. */
    MEAN
  }

  /** Another topology stands in the same memory. */
  void reset() {
    symmetricKnown = false;
    meanKnown = false;
  }

  /** By edge; null where all are 1. */
  float @Nullable [] edges(Kind kind, Topology graph) {
    return switch (kind) {
      case SYMMETRIC -> {
        symmetric(graph);
        yield symmetric;
      }
      case WEIGHT -> graph.weights();
      case MEAN -> {
        mean(graph);
        yield mean;
      }
    };
  }

  /**
   * Adds {@code y_i += own_i x_i}.
   *
   * @param x [nodes, width]
   */
  void addOwn(Kind kind, Topology graph, float[] x, int width, float[] y) {
    if (kind == Kind.SYMMETRIC) {
      symmetric(graph);
      for (int i = 0; i < graph.nodes(); i++) {
        Sums.addTimes(own[i], x, i * width, y, i * width, width);
      }
    } else if (kind == Kind.WEIGHT) {
      Sums.addTimes(1, x, 0, y, 0, graph.nodes() * width);
    }
  }

  private void symmetric(Topology graph) {
    if (symmetricKnown) {
      return;
    }
    symmetricKnown = true;
    if (own.length < graph.nodes()) {
      own = new float[graph.degrees().length];
    }
    if (symmetric.length < graph.edges()) {
      symmetric = new float[graph.sources().length];
    }
    for (int i = 0; i < graph.nodes(); i++) {
      own[i] = 1 / (1 + graph.degrees()[i]);
    }
    for (int i = 0; i < graph.nodes(); i++) {
      for (int e = graph.begins()[i]; e < graph.begins()[i + 1]; e++) {
        float squares = own[i] * own[graph.sources()[e]];
        symmetric[e] = graph.weight(e) * (float) Math.sqrt(squares);
      }
    }
  }

  private void mean(Topology graph) {
    if (meanKnown) {
      return;
    }
    meanKnown = true;
    if (mean.length < graph.edges()) {
      mean = new float[graph.sources().length];
    }
    for (int i = 0; i < graph.nodes(); i++) {
      double sum = 0;
      for (int e = graph.begins()[i]; e < graph.begins()[i + 1]; e++) {
        sum += graph.weight(e);
      }
      for (int e = graph.begins()[i]; e < graph.begins()[i + 1]; e++) {
        mean[e] = (float) (graph.weight(e) / sum);
      }
    }
  }
}
