package io.millrace.bigdl.kernel;

/** Dropout of the numbers that {@link Drops} says. */
final class DropoutKernel implements Kernel {
  private final Value x;
  private final Value y;
  private final Drops drops;

  DropoutKernel(Value x, Value y, Drops drops) {
    this.x = x;
    this.y = y;
    this.drops = drops;
  }

  @Override
  public void forward(Pass pass) {
    if (!pass.training()) {
      System.arraycopy(x.data, 0, y.data, 0, y.size());
      return;
    }
    apply(x.data, y.data, false);
  }

  @Override
  public void backward(Pass pass) {
    if (x.grad.length > 0) {
      apply(y.grad, x.grad, true);
    }
  }

  private void apply(float[] from, float[] to, boolean add) {
    for (int r = 0; r < y.rows(); r++) {
      long row = drops.row(x.extent.seeds[r]);
      long bits = 0;
      for (int c = 0; c < x.width; c++) {
        bits = (c & 3) == 0 ? Drops.bits(row, c) : bits;
        int i = r * x.width + c;
        float kept = drops.keeps(bits, c) ? from[i] * drops.scale : 0;
        to[i] = add ? to[i] + kept : kept;
      }
    }
  }
}
