package io.millrace.bigdl.kernel;

/** {@code x W'} of a value and a matrix, W: [out, in] among the parameters. */
interface Product {
  /**
   * Computes {@code y = x W' + beta y}.
   *
   * @param y [rows, out]
   * @param beta 0 or 1
   */
  void forward(Pass pass, float[] y, float beta);

  /**
   * Adds to the gradients of W and of x, where somebody asks for it.
   *
   * @param slopes the gradient of the product, [rows, out]
   */
  void backward(Pass pass, float[] slopes);
}
