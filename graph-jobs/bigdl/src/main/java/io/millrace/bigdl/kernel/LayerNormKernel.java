package io.millrace.bigdl.kernel;

/** Normalises each row; scale and shift: [width]. */
final class LayerNormKernel implements Kernel {
  private final Value x;
  private final Value y;
  private final double epsilon;
  private final int scale;
  private final int shift;
  private float[] normal = new float[0];
  private float[] inverse = new float[0];

  LayerNormKernel(Value x, Value y, double epsilon, int scale, int shift) {
    this.x = x;
    this.y = y;
    this.epsilon = epsilon;
    this.scale = scale;
    this.shift = shift;
  }

  @Override
  public void forward(Pass pass) {
    int rows = y.rows();
    int width = x.width;
    if (normal.length < rows * width) {
      normal = new float[rows * width];
      inverse = new float[rows];
    }
    for (int r = 0; r < rows; r++) {
      int at = r * width;
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum += x.data[at + c];
      }
      double mean = sum / width;
      double squares = 0;
      for (int c = 0; c < width; c++) {
        double d = x.data[at + c] - mean;
        squares += d * d;
      }
      float by = (float) (1 / Math.sqrt(squares / width + epsilon));
      inverse[r] = by;
      for (int c = 0; c < width; c++) {
        float n = (float) (x.data[at + c] - mean) * by;
        normal[at + c] = n;
        y.data[at + c] =
            n * pass.weights()[pass.offset() + scale + c]
                + pass.weights()[pass.offset() + shift + c];
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    int rows = y.rows();
    int width = x.width;
    Sums.products(y.grad, normal, rows, width, pass.gradients(), pass.gradientOffset() + scale);
    Sums.columns(y.grad, rows, width, pass.gradients(), pass.gradientOffset() + shift);
    if (x.grad.length == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int at = r * width;
      double mean = 0;
      double along = 0;
      for (int c = 0; c < width; c++) {
        double g = y.grad[at + c] * pass.weights()[pass.offset() + scale + c];
        mean += g;
        along += g * normal[at + c];
      }
      mean /= width;
      along /= width;
      for (int c = 0; c < width; c++) {
        double g = y.grad[at + c] * pass.weights()[pass.offset() + scale + c];
        x.grad[at + c] += (float) ((g - mean - normal[at + c] * along) * inverse[r]);
      }
    }
  }
}
