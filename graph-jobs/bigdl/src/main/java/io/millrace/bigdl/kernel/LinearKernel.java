package io.millrace.bigdl.kernel;

/** {@code y = x W' + b}; b: [out] at {@code bias}. */
final class LinearKernel implements Kernel {
  private final Product product;
  private final Value y;
  private final int bias;

  /**
   * @param bias position of b, negative for none
   */
  LinearKernel(Product product, Value y, int bias) {
    this.product = product;
    this.y = y;
    this.bias = bias;
  }

  @Override
  public void forward(Pass pass) {
    if (bias >= 0) {
      Sums.repeat(pass.weights(), pass.offset() + bias, y.rows(), y.width, y.data);
    }
    product.forward(pass, y.data, bias >= 0 ? 1 : 0);
  }

  @Override
  public void backward(Pass pass) {
    if (bias >= 0) {
      Sums.columns(y.grad, y.rows(), y.width, pass.gradients(), pass.gradientOffset() + bias);
    }
    product.backward(pass, y.grad);
  }
}
