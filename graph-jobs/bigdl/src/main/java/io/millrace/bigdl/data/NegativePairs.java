package io.millrace.bigdl.data;

import io.millrace.sampling.Example;
import io.millrace.sampling.Topology;

/**
 * Pairs of nodes without an edge for training, drawn anew in each epoch: a network learns a few
 * that stay the same by heart, and then ranks others worse. Those of validation and test are not
 * drawn.
 */
final class NegativePairs {
  /** In a graph where hardly any pair is free, the pair that was written stays. */
  private static final int ATTEMPTS = 32;

  private NegativePairs() {}

  /**
   * Whether there is anything to draw from: several pairs of one graph have scores. What was
   * sampled around a single pair is no choice of other nodes.
   */
  static boolean in(Example example) {
    int scores = example.labels().length;
    return scores > 1 && example.targets().length == 2 * scores;
  }

  /**
   * Puts other pairs without an edge, and of two nodes, in the place of those with label 0.
   *
   * @param seed of the epoch; equal ones give equal pairs
   * @param targets [2 · pairs] from {@code at} on: the example's pairs by {@code node} and up
   */
  static void draw(Example example, long seed, int node, int[] targets, int at) {
    float[] labels = example.labels();
    int nodes = example.ids().length;
    for (int pair = 0; pair < labels.length; pair++) {
      if (labels[pair] != 0) {
        continue;
      }
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        long random = Mix.of(seed, pair, attempt);
        int u = (int) Long.remainderUnsigned(random, nodes);
        int v = (int) Long.remainderUnsigned(Mix.of(random), nodes);
        if (u != v && !edge(example.topology(), u, v) && !edge(example.topology(), v, u)) {
          targets[at + 2 * pair] = node + u;
          targets[at + 2 * pair + 1] = node + v;
          break;
        }
      }
    }
  }

  private static boolean edge(Topology topology, int source, int target) {
    for (int e = topology.begins()[target]; e < topology.begins()[target + 1]; e++) {
      if (topology.sources()[e] == source) {
        return true;
      }
    }
    return false;
  }
}
