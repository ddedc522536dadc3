package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;
import java.util.Arrays;

/** Graph attention: sums over neighbours and the node itself with learnt shares. */
final class GatKernel implements Kernel {
  private final Product product;
  private final Value h;
  private final Attention attention;
  private final Value heads;
  private final int count;
  private final Value y;
  private final int bias;

  /**
   * @param h what the product gives, [nodes, H out]
   * @param count H
   */
  GatKernel(Product product, Value h, Attention attention, int count, Value y, int bias) {
    this.product = product;
    this.h = h;
    this.attention = attention;
    this.heads = new Value(h.extent, h.width);
    this.count = count;
    this.y = y;
    this.bias = bias;
  }

  @Override
  public void forward(Pass pass) {
    h.resize(pass.training());
    heads.resize(pass.training());
    product.forward(pass, h.data, 0);
    attention.forward(pass);
    Arrays.fill(heads.data, 0, heads.size(), 0);
    sum(h.extent.topology());
    Sums.repeat(pass.weights(), pass.offset() + bias, y.rows(), y.width, y.data);
    for (int r = 0; r < y.rows(); r++) {
      for (int part = 0; part < heads.width; part += y.width) {
        Sums.addTimes(share(), heads.data, r * heads.width + part, y.data, r * y.width, y.width);
      }
    }
  }

  /** 1 for heads side by side; otherwise y is their mean. */
  private float share() {
    return y.width / (float) heads.width;
  }

  private void sum(Topology graph) {
    int out = h.width / count;
    for (int i = 0; i < graph.nodes(); i++) {
      int place = (graph.begins()[i] + i) * count;
      for (int e = graph.begins()[i]; e <= graph.begins()[i + 1]; e++) {
        int from = (e == graph.begins()[i + 1] ? i : graph.sources()[e]) * h.width;
        for (int head = 0; head < count; head++, place++) {
          int c = head * out;
          Sums.addTimes(
              attention.shares[place], h.data, from + c, heads.data, i * h.width + c, out);
        }
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    Sums.columns(y.grad, y.rows(), y.width, pass.gradients(), pass.gradientOffset() + bias);
    for (int r = 0; r < y.rows(); r++) {
      for (int part = 0; part < heads.width; part += y.width) {
        Sums.addTimes(share(), y.grad, r * y.width, heads.grad, r * heads.width + part, y.width);
      }
    }
    back(h.extent.topology());
    attention.backward(pass);
    product.backward(pass, h.grad);
  }

  private void back(Topology graph) {
    int out = h.width / count;
    for (int i = 0; i < graph.nodes(); i++) {
      int place = (graph.begins()[i] + i) * count;
      for (int e = graph.begins()[i]; e <= graph.begins()[i + 1]; e++) {
        int from = (e == graph.begins()[i + 1] ? i : graph.sources()[e]) * h.width;
        for (int head = 0; head < count; head++, place++) {
          int c = head * out;
          int to = i * h.width + c;
          attention.slopes[place] = Sums.dot(heads.grad, to, h.data, from + c, out);
          Sums.addTimes(attention.shares[place], heads.grad, to, h.grad, from + c, out);
        }
      }
    }
  }
}
