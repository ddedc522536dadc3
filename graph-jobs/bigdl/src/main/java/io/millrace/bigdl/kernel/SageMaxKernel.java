package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;

/**
 * GraphSAGE with the largest of each column of {@code relu(x P' + p)} over the neighbours. The
 * gradient goes to the neighbour that was the largest, the first of equal ones.
 */
final class SageMaxKernel implements Kernel {
  private static final int NOBODY = -1;

  private final Value y;
  private final Product self;
  private final Product pool;
  private final Product neighbour;
  private final Value pooled;
  private final Value largest;
  private final int poolBias;
  private final int bias;
  private int[] from = new int[0];

  /**
   * @param self where S stands
   * @param neighbour where N stands
   * @param pool where P stands, and p behind it
   */
  SageMaxKernel(Value x, Value y, int self, int neighbour, int pool, int poolBias, int bias) {
    this.y = y;
    this.self = new DenseProduct(x, y.width, self);
    this.pool = new DenseProduct(x, x.width, pool);
    this.pooled = new Value(x.extent, x.width);
    this.largest = new Value(x.extent, x.width);
    this.neighbour = new DenseProduct(largest, y.width, neighbour);
    this.poolBias = poolBias;
    this.bias = bias;
  }

  @Override
  public void forward(Pass pass) {
    pooled.resize(pass.training());
    largest.resize(pass.training());
    int at = pass.offset();
    Sums.repeat(pass.weights(), at + poolBias, pooled.rows(), pooled.width, pooled.data);
    pool.forward(pass, pooled.data, 1);
    choose(pooled.extent.topology());
    Sums.repeat(pass.weights(), at + bias, y.rows(), y.width, y.data);
    self.forward(pass, y.data, 1);
    neighbour.forward(pass, y.data, 1);
  }

  /** A value above 0 wins, so relu needs no pass of its own, and nobody wins where none is. */
  private void choose(Topology graph) {
    int width = largest.width;
    if (from.length < largest.size()) {
      from = new int[largest.data.length];
    }
    for (int i = 0; i < graph.nodes(); i++) {
      int to = i * width;
      for (int c = 0; c < width; c++) {
        largest.data[to + c] = 0;
        from[to + c] = NOBODY;
      }
      for (int e = graph.begins()[i]; e < graph.begins()[i + 1]; e++) {
        int source = graph.sources()[e] * width;
        for (int c = 0; c < width; c++) {
          if (pooled.data[source + c] > largest.data[to + c]) {
            largest.data[to + c] = pooled.data[source + c];
            from[to + c] = source + c;
          }
        }
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    int to = pass.gradientOffset();
    Sums.columns(y.grad, y.rows(), y.width, pass.gradients(), to + bias);
    self.backward(pass, y.grad);
    neighbour.backward(pass, y.grad);
    for (int k = 0; k < largest.size(); k++) {
      if (from[k] != NOBODY) {
        pooled.grad[from[k]] += largest.grad[k];
      }
    }
    Sums.columns(pooled.grad, pooled.rows(), pooled.width, pass.gradients(), to + poolBias);
    pool.backward(pass, pooled.grad);
  }
}
