package io.millrace.bigdl.kernel;

import java.util.List;

/** The dot products of all pairs of its inputs: (1,0), (2,0), (2,1), (3,0), ... */
final class DotKernel implements Kernel {
  private final List<Value> xs;
  private final Value y;
  private final int width;

  DotKernel(List<Value> xs, Value y) {
    this.xs = xs;
    this.y = y;
    this.width = xs.get(0).width;
  }

  @Override
  public void forward(Pass pass) {
    int pair = 0;
    for (int i = 1; i < xs.size(); i++) {
      for (int j = 0; j < i; j++, pair++) {
        float[] a = xs.get(i).data;
        float[] b = xs.get(j).data;
        for (int r = 0; r < y.rows(); r++) {
          float dot = 0;
          for (int c = r * width; c < (r + 1) * width; c++) {
            dot += a[c] * b[c];
          }
          y.data[r * y.width + pair] = dot;
        }
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    int pair = 0;
    for (int i = 1; i < xs.size(); i++) {
      for (int j = 0; j < i; j++, pair++) {
        add(xs.get(i), xs.get(j), pair);
        add(xs.get(j), xs.get(i), pair);
      }
    }
  }

  private void add(Value to, Value other, int pair) {
    if (to.grad.length == 0) {
      return;
    }
    for (int r = 0; r < y.rows(); r++) {
      float g = y.grad[r * y.width + pair];
      for (int c = r * width; c < (r + 1) * width; c++) {
        to.grad[c] += g * other.data[c];
      }
    }
  }
}
