package io.millrace.bigdl.kernel;

import java.util.List;

/** Its inputs side by side. */
final class ConcatKernel implements Kernel {
  private final List<Value> xs;
  private final Value y;

  ConcatKernel(List<Value> xs, Value y) {
    this.xs = xs;
    this.y = y;
  }

  @Override
  public void forward(Pass pass) {
    int at = 0;
    for (Value x : xs) {
      for (int r = 0; r < y.rows(); r++) {
        System.arraycopy(x.data, r * x.width, y.data, r * y.width + at, x.width);
      }
      at += x.width;
    }
  }

  @Override
  public void backward(Pass pass) {
    int at = 0;
    for (Value x : xs) {
      if (x.grad.length > 0) {
        for (int r = 0; r < y.rows(); r++) {
          int from = r * y.width + at;
          int to = r * x.width;
          for (int c = 0; c < x.width; c++) {
            x.grad[to + c] += y.grad[from + c];
          }
        }
      }
      at += x.width;
    }
  }
}
