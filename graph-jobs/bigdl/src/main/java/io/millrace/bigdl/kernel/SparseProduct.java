package io.millrace.bigdl.kernel;

import io.millrace.sampling.SparseRows;
import java.util.Arrays;

/**
 * The product of a value of which most numbers are 0. W is turned to [in, out] first, so that its
 * rows are read in one piece; a batch with fewer numbers than W has columns goes without, since
 * turning a large W would take longer than the product.
 */
final class SparseProduct implements Product {
  private final SparseValue x;
  private final int out;
  private final int weight;
  private float[] turned = new float[0];

  /**
   * @param weight where W stands
   */
  SparseProduct(SparseValue x, int out, int weight) {
    this.x = x;
    this.out = out;
    this.weight = weight;
  }

  @Override
  public void forward(Pass pass, float[] y, float beta) {
    if (beta == 0) {
      Arrays.fill(y, 0, x.extent.rows * out, 0);
    }
    int at = pass.offset() + weight;
    if (!turns()) {
      gather(pass.weights(), at, y);
      return;
    }
    float[] w = room();
    for (int c = 0; c < x.width; c++) {
      for (int o = 0; o < out; o++) {
        w[c * out + o] = pass.weights()[at + o * x.width + c];
      }
    }
    gatherTurned(w, y);
  }

  @Override
  public void backward(Pass pass, float[] slopes) {
    float[] gradients = pass.gradients();
    int to = pass.gradientOffset() + weight;
    if (!turns()) {
      scatter(slopes, gradients, to);
      return;
    }
    float[] g = room();
    Arrays.fill(g, 0, x.width * out, 0);
    scatterTurned(slopes, g);
    for (int o = 0; o < out; o++) {
      for (int c = 0; c < x.width; c++) {
        gradients[to + o * x.width + c] += g[c * out + o];
      }
    }
  }

  private boolean turns() {
    return x.rows.begins()[x.extent.rows] >= x.width;
  }

  private float[] room() {
    if (turned.length == 0) {
      turned = new float[Math.multiplyExact(x.width, out)];
    }
    return turned;
  }

  private void gatherTurned(float[] w, float[] y) {
    SparseRows rows = x.rows;
    for (int r = 0; r < x.extent.rows; r++) {
      int to = r * out;
      for (int k = rows.begins()[r]; k < rows.begins()[r + 1]; k++) {
        Sums.addTimes(rows.values()[k], w, rows.columns()[k] * out, y, to, out);
      }
    }
  }

  private void scatterTurned(float[] slopes, float[] g) {
    SparseRows rows = x.rows;
    for (int r = 0; r < x.extent.rows; r++) {
      int from = r * out;
      for (int k = rows.begins()[r]; k < rows.begins()[r + 1]; k++) {
        Sums.addTimes(rows.values()[k], slopes, from, g, rows.columns()[k] * out, out);
      }
    }
  }

  private void gather(float[] w, int at, float[] y) {
    SparseRows rows = x.rows;
    for (int r = 0; r < x.extent.rows; r++) {
      for (int k = rows.begins()[r]; k < rows.begins()[r + 1]; k++) {
        int from = at + rows.columns()[k];
        for (int o = 0; o < out; o++) {
          y[r * out + o] += rows.values()[k] * w[from + o * x.width];
        }
      }
    }
  }

  private void scatter(float[] slopes, float[] gradients, int at) {
    SparseRows rows = x.rows;
    for (int r = 0; r < x.extent.rows; r++) {
      for (int k = rows.begins()[r]; k < rows.begins()[r + 1]; k++) {
        int to = at + rows.columns()[k];
        for (int o = 0; o < out; o++) {
          gradients[to + o * x.width] += rows.values()[k] * slopes[r * out + o];
        }
      }
    }
  }
}
