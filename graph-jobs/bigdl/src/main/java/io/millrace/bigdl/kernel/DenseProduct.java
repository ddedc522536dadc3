package io.millrace.bigdl.kernel;

/**
 * The product of a value with all of its numbers.
 *
 * @param weight where W stands
 */
record DenseProduct(Value x, int out, int weight) implements Product {
  @Override
  public void forward(Pass pass, float[] y, float beta) {
    int at = pass.offset() + weight;
    Blas.timesTransposed(x.rows(), out, x.width, x.data, 0, pass.weights(), at, beta, y, 0);
  }

  @Override
  public void backward(Pass pass, float[] slopes) {
    int rows = x.rows();
    int to = pass.gradientOffset() + weight;
    Blas.transposedTimes(out, x.width, rows, slopes, 0, x.data, 0, 1, pass.gradients(), to);
    if (x.grad.length > 0) {
      int at = pass.offset() + weight;
      Blas.times(rows, x.width, out, slopes, 0, pass.weights(), at, 1, x.grad, 0);
    }
  }
}
