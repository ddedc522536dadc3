package io.millrace.bigdl.kernel;

import java.util.Arrays;

/**
 * The value of a node for the rows of one mini-batch, [rows, width], and the loss's gradient by it.
 * The gradient is empty where nobody asks for it: outside of training and for the dense input.
 */
final class Value {
  final Extent extent;
  final int width;
  float[] data = new float[0];
  float[] grad = new float[0];

  /**
   * @param extent which rows it has
   */
  Value(Extent extent, int width) {
    this.extent = extent;
    this.width = width;
  }

  int rows() {
    return extent.rows;
  }

  /** Numbers of all rows. */
  int size() {
    return extent.rows * width;
  }

  /** Makes room for the rows of its extent; numbers of an earlier batch may still stand there. */
  void resize(boolean training) {
    int size = Math.multiplyExact(extent.rows, width);
    if (data.length < size) {
      data = new float[room(data.length, size)];
    }
    if (training) {
      if (grad.length < size) {
        grad = new float[room(grad.length, size)];
      } else {
        Arrays.fill(grad, 0, size, 0);
      }
    }
  }

  /** Grows by a quarter at least, since batches of graphs differ in size. */
  private static int room(int have, int need) {
    return Math.max(need, have + have / 4);
  }
}
