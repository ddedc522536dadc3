package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares estimates of a plan with what was measured. */
final class Estimated {
  private static final double FACTOR = 3;

  /** Below this, pages of memory and headers of blocks are all there is. */
  private static final long FLOOR_BYTES = 4L << 20;

  private Estimated() {}

  static void check(String what, long estimate, long measured) {
    double ratio = Math.max(estimate, FLOOR_BYTES) / (double) Math.max(measured, FLOOR_BYTES);
    assertThat(ratio)
        .as("%s: estimated %d, measured %d bytes", what, estimate, measured)
        .isBetween(1 / FACTOR, FACTOR);
  }
}
