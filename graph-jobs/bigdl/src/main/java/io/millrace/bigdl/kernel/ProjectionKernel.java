package io.millrace.bigdl.kernel;

/** The length of each row along a vector: {@code x p' / |p|}, [rows, 1]. */
final class ProjectionKernel implements Kernel {
  private final Value x;
  private final Value y;
  private final int vector;

  /**
   * @param vector where p stands, [1, in]
   */
  ProjectionKernel(Value x, Value y, int vector) {
    this.x = x;
    this.y = y;
    this.vector = vector;
  }

  @Override
  public void forward(Pass pass) {
    float by = inverse(pass);
    int at = pass.offset() + vector;
    for (int r = 0; r < y.rows(); r++) {
      y.data[r] = by * Sums.dot(x.data, r * x.width, pass.weights(), at, x.width);
    }
  }

  /** {@code 1 / |p|}; 0 for a vector without a direction, along which all rows are 0 long. */
  private float inverse(Pass pass) {
    int at = pass.offset() + vector;
    double squares = 0;
    for (int c = 0; c < x.width; c++) {
      squares += (double) pass.weights()[at + c] * pass.weights()[at + c];
    }
    return squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
  }

  @Override
  public void backward(Pass pass) {
    float by = inverse(pass);
    int at = pass.offset() + vector;
    int to = pass.gradientOffset() + vector;
    double along = 0;
    for (int r = 0; r < y.rows(); r++) {
      Sums.addTimes(by * y.grad[r], x.data, r * x.width, pass.gradients(), to, x.width);
      along += (double) y.grad[r] * y.data[r];
      if (x.grad.length > 0) {
        Sums.addTimes(by * y.grad[r], pass.weights(), at, x.grad, r * x.width, x.width);
      }
    }
    float shrink = (float) (-along * by * by);
    Sums.addTimes(shrink, pass.weights(), at, pass.gradients(), to, x.width);
  }
}
