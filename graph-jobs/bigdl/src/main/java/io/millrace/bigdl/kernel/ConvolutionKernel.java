package io.millrace.bigdl.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x S' + sum(x) W' + b} with a sum over neighbours: a graph convolution, without S, and
 * GraphSAGE with the mean. As both are linear, x is multiplied by W before the sum where that makes
 * it narrower, and after it otherwise.
 */
final class ConvolutionKernel implements Kernel {
  private final @Nullable Product self;
  private final Product product;
  private final Value between;
  private final MessageSum sum;
  private final boolean first;
  private final Value y;
  private final int bias;

  /**
   * @param first whether the product comes before the sum
   * @param between the value between the two
   */
  private ConvolutionKernel(
      @Nullable Product self,
      Product product,
      Value between,
      MessageSum sum,
      boolean first,
      Value y,
      int bias) {
    this.self = self;
    this.product = product;
    this.between = between;
    this.sum = sum;
    this.first = first;
    this.y = y;
    this.bias = bias;
  }

  /**
   * The product comes before the sum.
   *
   * @param product with W
   */
  static ConvolutionKernel first(
      @Nullable Product self, Product product, EdgeFactors.Kind kind, Value y, int bias) {
    Value between = new Value(y.extent, y.width);
    return new ConvolutionKernel(
        self, product, between, new MessageSum(between, y, kind), true, y, bias);
  }

  /**
   * The sum comes before the product.
   *
   * @param weight where W stands
   */
  static ConvolutionKernel last(
      @Nullable Product self, Value x, int weight, EdgeFactors.Kind kind, Value y, int bias) {
    Value between = new Value(x.extent, x.width);
    Product product = new DenseProduct(between, y.width, weight);
    return new ConvolutionKernel(
        self, product, between, new MessageSum(x, between, kind), false, y, bias);
  }

  @Override
  public void forward(Pass pass) {
    Sums.repeat(pass.weights(), pass.offset() + bias, y.rows(), y.width, y.data);
    if (self != null) {
      self.forward(pass, y.data, 1);
    }
    between.resize(pass.training() && (first || sum.asked()));
    if (first) {
      product.forward(pass, between.data, 0);
      sum.forward();
    } else {
      Arrays.fill(between.data, 0, between.size(), 0);
      sum.forward();
      product.forward(pass, y.data, 1);
    }
  }

  @Override
  public void backward(Pass pass) {
    Sums.columns(y.grad, y.rows(), y.width, pass.gradients(), pass.gradientOffset() + bias);
    if (self != null) {
      self.backward(pass, y.grad);
    }
    if (first) {
      sum.backward();
      product.backward(pass, between.grad);
    } else {
      product.backward(pass, y.grad);
      if (sum.asked()) {
        sum.backward();
      }
    }
  }
}
