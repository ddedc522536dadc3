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

  /** {@code y[r][c] = x[from + c]}: each row begins as the same one, such as a bias. */
  static void repeat(float[] x, int from, int rows, int width, float[] y) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, from, y, r * width, width);
    }
  }

  /** {@code y[to + c] += by x[from + c]}. */
  static void addTimes(float by, float[] x, int from, float[] y, int to, int width) {
    for (int c = 0; c < width; c++) {
      y[to + c] += by * x[from + c];
    }
  }

  /** {@code sum_c x[from + c] y[to + c]}. */
  static float dot(float[] x, int from, float[] y, int to, int width) {
    float sum = 0;
    for (int c = 0; c < width; c++) {
      sum += x[from + c] * y[to + c];
    }
    return sum;
  }
}
