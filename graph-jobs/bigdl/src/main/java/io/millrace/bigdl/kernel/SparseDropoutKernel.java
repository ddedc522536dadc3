package io.millrace.bigdl.kernel;

import io.millrace.sampling.SparseRows;

/**
 * Dropout of the numbers that are not 0; of the others none would tell. It drops what {@link
 * DropoutKernel} would drop of the whole matrix.
 */
final class SparseDropoutKernel implements Kernel {
  private final SparseValue x;
  private final SparseValue y;
  private final Drops drops;
  private float[] kept = new float[0];

  SparseDropoutKernel(SparseValue x, SparseValue y, Drops drops) {
    this.x = x;
    this.y = y;
    this.drops = drops;
  }

  @Override
  public void forward(Pass pass) {
    SparseRows rows = x.rows;
    if (!pass.training()) {
      y.rows = rows;
      return;
    }
    int rowCount = x.extent.rows;
    if (kept.length < rows.begins()[rowCount]) {
      kept = new float[rows.values().length];
    }
    for (int r = 0; r < rowCount; r++) {
      long row = drops.row(x.extent.seeds[r]);
      for (int k = rows.begins()[r]; k < rows.begins()[r + 1]; k++) {
        int c = rows.columns()[k];
        boolean keeps = drops.keeps(Drops.bits(row, c & ~3), c);
        kept[k] = keeps ? rows.values()[k] * drops.scale : 0;
      }
    }
    y.rows = new SparseRows(rows.begins(), rows.columns(), kept);
  }

  @Override
  public void backward(Pass pass) {
    // Inputs have no gradient.
  }
}
