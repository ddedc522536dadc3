package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;
import org.jspecify.annotations.Nullable;

/**
 * The one place where numbers pass along edges j → i. Edges stand by their targets, so a sum is
 * written in one piece; its gradient goes to the sources, wherever they stand.
 */
final class Messages {
  private Messages() {}

  /**
   * Adds {@code y_i += sum_j by_ij x_j}.
   *
   * @param by a factor for each edge, null where all are 1
   */
  static void add(Topology graph, float @Nullable [] by, float[] x, int width, float[] y) {
    int[] begins = graph.begins();
    int[] sources = graph.sources();
    for (int i = 0; i < graph.nodes(); i++) {
      int to = i * width;
      for (int e = begins[i]; e < begins[i + 1]; e++) {
        Sums.addTimes(by == null ? 1 : by[e], x, sources[e] * width, y, to, width);
      }
    }
  }

  /** The gradient of {@link #add} by x: {@code into_j += sum_i by_ij slopes_i}. */
  static void back(Topology graph, float @Nullable [] by, float[] slopes, int width, float[] into) {
    int[] begins = graph.begins();
    int[] sources = graph.sources();
    for (int i = 0; i < graph.nodes(); i++) {
      int from = i * width;
      for (int e = begins[i]; e < begins[i + 1]; e++) {
        Sums.addTimes(by == null ? 1 : by[e], slopes, from, into, sources[e] * width, width);
      }
    }
  }

  /** The gradient of {@link #add} by the factors: {@code into_ij += slopes_i . x_j}. */
  static void factors(Topology graph, float[] slopes, float[] x, int width, float[] into) {
    int[] sources = graph.sources();
    for (int i = 0; i < graph.nodes(); i++) {
      for (int e = graph.begins()[i]; e < graph.begins()[i + 1]; e++) {
        into[e] += Sums.dot(slopes, i * width, x, sources[e] * width, width);
      }
    }
  }
}
