package io.millrace.bigdl.kernel;

/** A cross layer of DCN-v2: {@code y = x0 * (x W' + b) + x}, with {@code W = U V'} of a rank. */
final class CrossKernel implements Kernel {
  private final Value first;
  private final Value x;
  private final Value y;
  private final int rank;
  private final int weight;
  private final int right;
  private final int bias;
  private float[] inner = new float[0];
  private float[] innerGrad = new float[0];
  private float[] low = new float[0];
  private float[] lowGrad = new float[0];

  /**
   * @param rank 0 for the full matrix at {@code weight}; otherwise U stands there and V at {@code
   *     right}
   */
  CrossKernel(Value first, Value x, Value y, int rank, int weight, int right, int bias) {
    this.first = first;
    this.x = x;
    this.y = y;
    this.rank = rank;
    this.weight = weight;
    this.right = right;
    this.bias = bias;
  }

  @Override
  public void forward(Pass pass) {
    int rows = y.rows();
    int width = y.width;
    if (inner.length < rows * width) {
      inner = new float[rows * width];
      innerGrad = new float[rows * width];
      low = new float[rows * rank];
      lowGrad = new float[rows * rank];
    }
    float[] w = pass.weights();
    int at = pass.offset();
    for (int r = 0; r < rows; r++) {
      System.arraycopy(w, at + bias, inner, r * width, width);
    }
    if (rank == 0) {
      Blas.timesTransposed(rows, width, width, x.data, 0, w, at + weight, 1, inner, 0);
    } else {
      Blas.times(rows, rank, width, x.data, 0, w, at + right, 0, low, 0);
      Blas.timesTransposed(rows, width, rank, low, 0, w, at + weight, 1, inner, 0);
    }
    for (int i = 0; i < rows * width; i++) {
      y.data[i] = first.data[i] * inner[i] + x.data[i];
    }
  }

  @Override
  public void backward(Pass pass) {
    int rows = y.rows();
    int width = y.width;
    for (int i = 0; i < rows * width; i++) {
      innerGrad[i] = y.grad[i] * first.data[i];
    }
    if (first.grad.length > 0) {
      for (int i = 0; i < rows * width; i++) {
        first.grad[i] += y.grad[i] * inner[i];
      }
    }
    float[] w = pass.weights();
    float[] g = pass.gradients();
    int at = pass.offset();
    int to = pass.gradientOffset();
    Sums.columns(innerGrad, rows, width, g, to + bias);
    if (rank == 0) {
      Blas.transposedTimes(width, width, rows, innerGrad, 0, x.data, 0, 1, g, to + weight);
    } else {
      Blas.transposedTimes(width, rank, rows, innerGrad, 0, low, 0, 1, g, to + weight);
      Blas.times(rows, rank, width, innerGrad, 0, w, at + weight, 0, lowGrad, 0);
      Blas.transposedTimes(width, rank, rows, x.data, 0, lowGrad, 0, 1, g, to + right);
    }
    if (x.grad.length == 0) {
      return;
    }
    if (rank == 0) {
      Blas.times(rows, width, width, innerGrad, 0, w, at + weight, 1, x.grad, 0);
    } else {
      Blas.timesTransposed(rows, width, rank, lowGrad, 0, w, at + right, 1, x.grad, 0);
    }
    for (int i = 0; i < rows * width; i++) {
      x.grad[i] += y.grad[i];
    }
  }
}
