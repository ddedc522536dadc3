package io.millrace.bigdl.kernel;

import io.millrace.sampling.SparseRows;

/** A value of which most numbers are 0, [rows, width]. It only comes from inputs: no gradient. */
final class SparseValue {
  final Extent extent;
  final int width;
  SparseRows rows = new SparseRows(new int[1], new int[0], new float[0]);

  SparseValue(Extent extent, int width) {
    this.extent = extent;
    this.width = width;
  }
}
