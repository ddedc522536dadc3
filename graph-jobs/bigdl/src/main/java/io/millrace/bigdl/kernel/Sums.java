package io.millrace.bigdl.kernel;

/** Sums over the rows of a matrix [rows, width]. */
final class Sums {
  private Sums() {}

  /** {@code into[at + c] += sum_r x[r][c]}. */
  static void columns(float[] x, int rows, int width, float[] into, int at) {
    for (int r = 0; r < rows; r++) {
      int row = r * width;
      for (int c = 0; c < width; c++) {
        into[at + c] += x[row + c];
      }
    }
  }

  /** {@code into[at + c] += sum_r x[r][c] y[r][c]}. */
  static void products(float[] x, float[] y, int rows, int width, float[] into, int at) {
    for (int r = 0; r < rows; r++) {
      int row = r * width;
      for (int c = 0; c < width; c++) {
        into[at + c] += x[row + c] * y[row + c];
      }
    }
  }
}
