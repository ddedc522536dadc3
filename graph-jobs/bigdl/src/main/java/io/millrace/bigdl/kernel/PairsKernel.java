package io.millrace.bigdl.kernel;

import io.millrace.spec.network.GraphLayer.Pairs.Combination;

/** One row from the two nodes of each pair that the batch asks for. */
final class PairsKernel implements Kernel {
  private final Value x;
  private final Value y;
  private final Combination combination;

  PairsKernel(Value x, Value y, Combination combination) {
    this.x = x;
    this.y = y;
    this.combination = combination;
  }

  @Override
  public void forward(Pass pass) {
    int[] targets = pass.rows().targets();
    int width = x.width;
    for (int r = 0; r < y.rows(); r++) {
      int u = targets[2 * r] * width;
      int v = targets[2 * r + 1] * width;
      switch (combination) {
        case DOT -> y.data[r] = Sums.dot(x.data, u, x.data, v, width);
        case PRODUCT -> {
          for (int c = 0; c < width; c++) {
            y.data[r * width + c] = x.data[u + c] * x.data[v + c];
          }
        }
        case CONCAT -> {
          System.arraycopy(x.data, u, y.data, 2 * r * width, width);
          System.arraycopy(x.data, v, y.data, (2 * r + 1) * width, width);
        }
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    if (x.grad.length == 0) {
      return;
    }
    int[] targets = pass.rows().targets();
    int width = x.width;
    for (int r = 0; r < y.rows(); r++) {
      int u = targets[2 * r] * width;
      int v = targets[2 * r + 1] * width;
      switch (combination) {
        case DOT -> {
          Sums.addTimes(y.grad[r], x.data, v, x.grad, u, width);
          Sums.addTimes(y.grad[r], x.data, u, x.grad, v, width);
        }
        case PRODUCT -> {
          for (int c = 0; c < width; c++) {
            float slope = y.grad[r * width + c];
            x.grad[u + c] += slope * x.data[v + c];
            x.grad[v + c] += slope * x.data[u + c];
          }
        }
        case CONCAT -> {
          Sums.addTimes(1, y.grad, 2 * r * width, x.grad, u, width);
          Sums.addTimes(1, y.grad, (2 * r + 1) * width, x.grad, v, width);
        }
      }
    }
  }
}
