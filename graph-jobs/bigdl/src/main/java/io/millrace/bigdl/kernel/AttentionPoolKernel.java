package io.millrace.bigdl.kernel;

import java.util.Arrays;

/** {@code sum_i a_i x_i} over each graph, with a the softmax of {@code x w' + b} within it. */
final class AttentionPoolKernel implements Kernel {
  private final Value x;
  private final Value y;
  private final int weight;
  private final int bias;
  private float[] shares = new float[0];
  private float[] slopes = new float[0];

  AttentionPoolKernel(Value x, Value y, int weight, int bias) {
    this.x = x;
    this.y = y;
    this.weight = weight;
    this.bias = bias;
  }

  @Override
  public void forward(Pass pass) {
    if (shares.length < x.rows()) {
      shares = new float[x.rows()];
      slopes = new float[x.rows()];
    }
    float[] w = pass.weights();
    int at = pass.offset();
    int width = x.width;
    for (int i = 0; i < x.rows(); i++) {
      shares[i] = w[at + bias] + Sums.dot(x.data, i * width, w, at + weight, width);
    }
    int[] graphs = x.extent.topology().graphs();
    Arrays.fill(y.data, 0, y.size(), 0);
    for (int g = 0; g < y.rows(); g++) {
      Softmax.of(shares, graphs[g], graphs[g + 1], 1);
      for (int i = graphs[g]; i < graphs[g + 1]; i++) {
        Sums.addTimes(shares[i], x.data, i * width, y.data, g * width, width);
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    int[] graphs = x.extent.topology().graphs();
    float[] g = pass.gradients();
    int to = pass.gradientOffset();
    int width = x.width;
    for (int graph = 0; graph < y.rows(); graph++) {
      int begin = graphs[graph];
      int end = graphs[graph + 1];
      for (int i = begin; i < end; i++) {
        slopes[i] = Sums.dot(y.grad, graph * width, x.data, i * width, width);
      }
      Softmax.back(shares, slopes, begin, end, 1);
      for (int i = begin; i < end; i++) {
        Sums.addTimes(slopes[i], x.data, i * width, g, to + weight, width);
        g[to + bias] += slopes[i];
        if (x.grad.length > 0) {
          Sums.addTimes(shares[i], y.grad, graph * width, x.grad, i * width, width);
          int at = pass.offset() + weight;
          Sums.addTimes(slopes[i], pass.weights(), at, x.grad, i * width, width);
        }
      }
    }
  }
}
