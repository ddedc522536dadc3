package io.millrace.bigdl.kernel;

/** {@code y = x W' + b}; W: [out, in] at {@code weight}, b: [out] at {@code bias}. */
final class LinearKernel implements Kernel {
  private final Value x;
  private final Value y;
  private final int weight;
  private final int bias;

  /**
   * @param bias position of b, negative for none
   */
  LinearKernel(Value x, Value y, int weight, int bias) {
    this.x = x;
    this.y = y;
    this.weight = weight;
    this.bias = bias;
  }

  @Override
  public void forward(Pass pass) {
    int rows = pass.count();
    float beta = 0;
    if (bias >= 0) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(pass.weights(), pass.offset() + bias, y.data, r * y.width, y.width);
      }
      beta = 1;
    }
    Blas.timesTransposed(
        rows, y.width, x.width, x.data, 0, pass.weights(), pass.offset() + weight, beta, y.data, 0);
  }

  @Override
  public void backward(Pass pass) {
    int rows = pass.count();
    Blas.transposedTimes(
        y.width,
        x.width,
        rows,
        y.grad,
        0,
        x.data,
        0,
        1,
        pass.gradients(),
        pass.gradientOffset() + weight);
    if (bias >= 0) {
      Sums.columns(y.grad, rows, y.width, pass.gradients(), pass.gradientOffset() + bias);
    }
    if (x.grad.length > 0) {
      Blas.times(
          rows, x.width, y.width, y.grad, 0, pass.weights(), pass.offset() + weight, 1, x.grad, 0);
    }
  }
}
