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

  /**
   * {@code y[to + c] += by x[from + c]}. Eight at a time by hand, as rows are short: Java's own
   * vector loop begins beyond them, and a pass of a graph convolution took a sixth longer.
   */
  static void addTimes(float by, float[] x, int from, float[] y, int to, int width) {
    int c = 0;
    for (; c + 8 <= width; c += 8) {
      int i = to + c;
      int j = from + c;
      y[i] += by * x[j];
      y[i + 1] += by * x[j + 1];
      y[i + 2] += by * x[j + 2];
      y[i + 3] += by * x[j + 3];
      y[i + 4] += by * x[j + 4];
      y[i + 5] += by * x[j + 5];
      y[i + 6] += by * x[j + 6];
      y[i + 7] += by * x[j + 7];
    }
    for (; c < width; c++) {
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
