package io.millrace.bigdl.kernel;

/** Rows of a table [cardinality, out] by the index at a place of the row. */
final class EmbeddingKernel implements Kernel {
  private final int place;
  private final Value y;
  private final int table;

  /**
   * @param place of the index among the network's indices
   */
  EmbeddingKernel(int place, Value y, int table) {
    this.place = place;
    this.y = y;
    this.table = table;
  }

  @Override
  public void forward(Pass pass) {
    int[] indices = pass.rows().indices(place);
    int width = y.width;
    int base = pass.offset() + table;
    float[] weights = pass.weights();
    for (int r = 0; r < y.rows(); r++) {
      int from = base + indices[r] * width;
      int to = r * width;
      for (int c = 0; c < width; c++) {
        y.data[to + c] = weights[from + c];
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    int[] indices = pass.rows().indices(place);
    int width = y.width;
    int base = pass.gradientOffset() + table;
    float[] gradients = pass.gradients();
    for (int r = 0; r < y.rows(); r++) {
      int to = base + indices[r] * width;
      int from = r * width;
      for (int c = 0; c < width; c++) {
        gradients[to + c] += y.grad[from + c];
      }
    }
  }
}
