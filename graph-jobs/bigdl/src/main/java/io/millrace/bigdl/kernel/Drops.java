package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Mix;

/**
 * Which numbers a layer drops in training. The decision depends only on the seed of the row in this
 * epoch, the layer and the column. So a run repeats to the bit, however rows are shared between
 * cores, and the backward pass asks again instead of keeping a mask.
 */
final class Drops {
  private static final int BITS = 16;
  private static final int MASK = (1 << BITS) - 1;

  private final long layer;
  private final int threshold;

  /** What kept numbers are multiplied by. */
  final float scale;

  /**
   * @param layer a number of the layer in its network
   */
  Drops(long layer, double rate) {
    this.layer = Mix.of(layer);
    this.threshold = (int) Math.round(rate * (1 << BITS));
    this.scale = (float) (1 / (1 - threshold / (double) (1 << BITS)));
  }

  /** Whether no number is dropped. */
  boolean none() {
    return threshold == 0;
  }

  /** What the decisions about a row depend on. */
  long row(long seed) {
    return seed ^ layer;
  }

  /** Random bits for the columns from c on, four at most, where c is divisible by 4. */
  static long bits(long row, int c) {
    return Mix.of(row + c);
  }

  /** Whether these bits keep a column. */
  boolean keeps(long bits, int column) {
    return (bits >>> (BITS * (column & 3)) & MASK) >= threshold;
  }
}
