package io.millrace.bigdl.kernel;

import java.util.Arrays;

/**
 * The value of a node for the rows of one mini-batch, [rows, width], and the loss's gradient by it.
 * The gradient is empty where nobody asks for it: outside of training and for the dense input.
 */
final class Value {
  final int width;
  float[] data = new float[0];
  float[] grad = new float[0];

  Value(int width) {
    this.width = width;
  }

  /** Makes room; numbers of an earlier batch may still stand there. */
  void resize(int rows, boolean training) {
    int size = rows * width;
    if (data.length < size) {
      data = new float[size];
    }
    if (training) {
      if (grad.length < size) {
        grad = new float[size];
      } else {
        Arrays.fill(grad, 0, size, 0);
      }
    }
  }
}
