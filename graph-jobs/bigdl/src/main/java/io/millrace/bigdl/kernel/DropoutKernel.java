package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Mix;

/**
 * Dropout whose decision for a number depends only on the seed of its row in this epoch, the layer
 * and the column. So a run repeats to the bit, however rows are shared between cores, and the
 * backward pass asks again instead of keeping a mask.
 */
final class DropoutKernel implements Kernel {
  private static final int BITS = 16;

  private final Value x;
  private final Value y;
  private final long layer;
  private final int threshold;
  private final float scale;

  /**
   * @param layer a number of the layer in its network
   */
  DropoutKernel(Value x, Value y, long layer, double rate) {
    this.x = x;
    this.y = y;
    this.layer = Mix.of(layer);
    this.threshold = (int) Math.round(rate * (1 << BITS));
    this.scale = (float) (1 / (1 - threshold / (double) (1 << BITS)));
  }

  @Override
  public void forward(Pass pass) {
    if (!pass.training()) {
      System.arraycopy(x.data, 0, y.data, 0, pass.count() * x.width);
      return;
    }
    apply(pass, x.data, y.data, false);
  }

  @Override
  public void backward(Pass pass) {
    if (x.grad.length > 0) {
      apply(pass, y.grad, x.grad, true);
    }
  }

  private void apply(Pass pass, float[] from, float[] to, boolean add) {
    for (int r = 0; r < pass.count(); r++) {
      long row = pass.rows().seed(r) ^ layer;
      long bits = 0;
      for (int c = 0; c < x.width; c++) {
        // Four decisions from each 64 random bits.
        bits = (c & 3) == 0 ? Mix.of(row + c) : bits >>> BITS;
        int i = r * x.width + c;
        float kept = (bits & 0xFFFF) < threshold ? 0 : from[i] * scale;
        to[i] = add ? to[i] + kept : kept;
      }
    }
  }
}
