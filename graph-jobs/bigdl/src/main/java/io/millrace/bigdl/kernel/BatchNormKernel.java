package io.millrace.bigdl.kernel;

/**
 * Normalises each column over the rows at hand. The running averages are parameters whose gradient
 * is {@code momentum * (average - batch)}: subtracted once, with rate 1, it moves them, and as
 * gradients are averaged over all cores and executors, so are they.
 */
final class BatchNormKernel implements Kernel {
  private final Value x;
  private final Value y;
  private final double momentum;
  private final double epsilon;
  private final int scale;
  private final int shift;
  private final int mean;
  private final int variance;
  private final double[] sums;
  private final double[] squares;
  private final float[] inverse;
  private float[] normal = new float[0];

  BatchNormKernel(
      Value x,
      Value y,
      double momentum,
      double epsilon,
      int scale,
      int shift,
      int mean,
      int variance) {
    this.x = x;
    this.y = y;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.scale = scale;
    this.shift = shift;
    this.mean = mean;
    this.variance = variance;
    this.sums = new double[x.width];
    this.squares = new double[x.width];
    this.inverse = new float[x.width];
  }

  @Override
  public void forward(Pass pass) {
    int rows = y.rows();
    int width = x.width;
    if (normal.length < rows * width) {
      normal = new float[rows * width];
    }
    moments(pass);
    float[] w = pass.weights();
    for (int c = 0; c < width; c++) {
      inverse[c] = (float) (1 / Math.sqrt(squares[c] + epsilon));
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < width; c++) {
        int i = r * width + c;
        normal[i] = (float) (x.data[i] - sums[c]) * inverse[c];
        y.data[i] = normal[i] * w[pass.offset() + scale + c] + w[pass.offset() + shift + c];
      }
    }
  }

  /** Leaves means in {@code sums} and variances in {@code squares}. */
  private void moments(Pass pass) {
    int rows = y.rows();
    int width = x.width;
    for (int c = 0; c < width; c++) {
      sums[c] = pass.training() ? 0 : pass.weights()[pass.offset() + mean + c];
      squares[c] = pass.training() ? 0 : pass.weights()[pass.offset() + variance + c];
    }
    if (!pass.training()) {
      return;
    }
    for (int i = 0; i < rows * width; i++) {
      sums[i % width] += x.data[i];
    }
    for (int c = 0; c < width; c++) {
      sums[c] /= rows;
    }
    for (int i = 0; i < rows * width; i++) {
      double d = x.data[i] - sums[i % width];
      squares[i % width] += d * d;
    }
    for (int c = 0; c < width; c++) {
      squares[c] /= rows;
    }
  }

  @Override
  public void backward(Pass pass) {
    int rows = y.rows();
    int width = x.width;
    float[] g = pass.gradients();
    int at = pass.gradientOffset();
    for (int c = 0; c < width; c++) {
      float[] w = pass.weights();
      g[at + mean + c] += (float) (momentum * (w[pass.offset() + mean + c] - sums[c]));
      g[at + variance + c] += (float) (momentum * (w[pass.offset() + variance + c] - squares[c]));
    }
    double[] average = new double[width];
    double[] along = new double[width];
    for (int i = 0; i < rows * width; i++) {
      average[i % width] += y.grad[i];
      along[i % width] += y.grad[i] * normal[i];
    }
    for (int c = 0; c < width; c++) {
      g[at + shift + c] += (float) average[c];
      g[at + scale + c] += (float) along[c];
      average[c] /= rows;
      along[c] /= rows;
    }
    if (x.grad.length == 0) {
      return;
    }
    for (int i = 0; i < rows * width; i++) {
      int c = i % width;
      double d = y.grad[i] - average[c] - normal[i] * along[c];
      x.grad[i] += (float) (d * inverse[c] * pass.weights()[pass.offset() + scale + c]);
    }
  }
}
