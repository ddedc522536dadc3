package io.millrace.sampling;

import io.millrace.spec.graph.GraphSpec.Neighbourhoods;

/**
 * Random numbers that depend on what they are about alone: a node draws the same neighbours
 * whichever machine draws them, and in whichever order its edges stand.
 */
public final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double STEP = 0x1.0p-52;

  private Draws() {}

  /** The last steps of SplitMix64 (Steele et al. 2014): each bit of the result depends on all. */
  static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number for a sequence of numbers. */
  public static long of(long seed, long first, long second) {
    return mix(mix(mix(seed + GOLDEN) ^ (first + GOLDEN)) + second * GOLDEN);
  }

  /** Uniform in (0, 1), never 0 and never 1. */
  static double uniform(long bits) {
    return ((bits >>> 12) + 0.5) * STEP;
  }

  /**
   * How many edges a node draws at most.
   *
   * @param hop from 0: that of the targets themselves
   */
  public static int limit(Neighbourhoods how, int hop) {
    int fanOut = how.fanOuts().get(hop);
    return fanOut == Neighbourhoods.ALL ? how.hub() : fanOut;
  }
}
