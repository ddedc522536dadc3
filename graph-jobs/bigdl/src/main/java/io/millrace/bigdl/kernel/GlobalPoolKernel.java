package io.millrace.bigdl.kernel;

import io.millrace.spec.network.GraphLayer.GlobalPool.Kind;
import java.util.Arrays;

/** The mean, the sum or the largest of each column over the nodes of a graph. */
final class GlobalPoolKernel implements Kernel {
  private final Value x;
  private final Value y;
  private final Kind kind;
  private int[] from = new int[0];

  GlobalPoolKernel(Value x, Value y, Kind kind) {
    this.x = x;
    this.y = y;
    this.kind = kind;
  }

  @Override
  public void forward(Pass pass) {
    int[] graphs = x.extent.topology().graphs();
    if (kind == Kind.MAX && from.length < y.size()) {
      from = new int[y.data.length];
    }
    Arrays.fill(y.data, 0, y.size(), 0);
    for (int g = 0; g < y.rows(); g++) {
      if (kind == Kind.MAX) {
        largest(g, graphs[g], graphs[g + 1]);
      } else {
        float by = factor(graphs, g);
        for (int i = graphs[g]; i < graphs[g + 1]; i++) {
          Sums.addTimes(by, x.data, i * x.width, y.data, g * x.width, x.width);
        }
      }
    }
  }

  private float factor(int[] graphs, int g) {
    return kind == Kind.MEAN ? 1f / (graphs[g + 1] - graphs[g]) : 1;
  }

  private void largest(int g, int begin, int end) {
    int to = g * x.width;
    for (int i = begin; i < end; i++) {
      for (int c = 0; c < x.width; c++) {
        float value = x.data[i * x.width + c];
        if (i == begin || value > y.data[to + c]) {
          y.data[to + c] = value;
          from[to + c] = i * x.width + c;
        }
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    if (x.grad.length == 0) {
      return;
    }
    int[] graphs = x.extent.topology().graphs();
    for (int g = 0; g < y.rows(); g++) {
      int row = g * x.width;
      if (kind != Kind.MAX) {
        float by = factor(graphs, g);
        for (int i = graphs[g]; i < graphs[g + 1]; i++) {
          Sums.addTimes(by, y.grad, row, x.grad, i * x.width, x.width);
        }
      } else if (graphs[g] < graphs[g + 1]) {
        for (int c = row; c < row + x.width; c++) {
          x.grad[from[c]] += y.grad[c];
        }
      }
    }
  }
}
