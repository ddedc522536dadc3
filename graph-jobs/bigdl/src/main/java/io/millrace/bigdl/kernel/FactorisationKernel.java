package io.millrace.bigdl.kernel;

import java.util.List;

/** {@code 0.5 sum_d ((sum_i v_i[d])^2 - sum_i v_i[d]^2)} of each row. */
final class FactorisationKernel implements Kernel {
  private final List<Value> xs;
  private final Value y;
  private final int width;
  private float[] sums = new float[0];

  FactorisationKernel(List<Value> xs, Value y) {
    this.xs = xs;
    this.y = y;
    this.width = xs.get(0).width;
  }

  @Override
  public void forward(Pass pass) {
    int rows = y.rows();
    if (sums.length < rows * width) {
      sums = new float[rows * width];
    }
    java.util.Arrays.fill(sums, 0, rows * width, 0);
    float[] squares = new float[rows];
    for (Value x : xs) {
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < width; c++) {
          float v = x.data[r * width + c];
          sums[r * width + c] += v;
          squares[r] += v * v;
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      float whole = 0;
      for (int c = 0; c < width; c++) {
        float s = sums[r * width + c];
        whole += s * s;
      }
      y.data[r] = 0.5f * (whole - squares[r]);
    }
  }

  @Override
  public void backward(Pass pass) {
    for (Value x : xs) {
      if (x.grad.length > 0) {
        for (int r = 0; r < y.rows(); r++) {
          for (int c = 0; c < width; c++) {
            int i = r * width + c;
            x.grad[i] += y.grad[r] * (sums[i] - x.data[i]);
          }
        }
      }
    }
  }
}
