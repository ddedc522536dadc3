package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;

/**
 * Keeps the nodes with the highest scores, each times the tanh of its own. The choice has no
 * gradient; the scores learn through the tanh.
 */
final class TopKKernel implements Kernel {
  private final Value x;
  private final Value y;
  private final Value score;
  private final Kernel scoring;
  private final Selection selection;

  /**
   * @param score [nodes, 1], which {@code scoring} fills from x
   */
  TopKKernel(Value x, Value y, Value score, Kernel scoring, double ratio) {
    this.x = x;
    this.y = y;
    this.score = score;
    this.scoring = scoring;
    this.selection = new Selection(ratio);
  }

  @Override
  public void prepare(Pass pass) {
    score.resize(pass.training());
    scoring.forward(pass);
    Topology left = selection.select(x.extent.topology(), score.data);
    y.extent.nodes(left, selection.seeds(x.extent.seeds, left.nodes()));
  }

  @Override
  public void forward(Pass pass) {
    for (int r = 0; r < y.rows(); r++) {
      int from = selection.kept()[r] * x.width;
      float by = (float) Math.tanh(score.data[selection.kept()[r]]);
      for (int c = 0; c < x.width; c++) {
        y.data[r * x.width + c] = by * x.data[from + c];
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    for (int r = 0; r < y.rows(); r++) {
      int i = selection.kept()[r];
      float by = (float) Math.tanh(score.data[i]);
      float along = Sums.dot(y.grad, r * x.width, x.data, i * x.width, x.width);
      score.grad[i] += along * (1 - by * by);
      if (x.grad.length > 0) {
        Sums.addTimes(by, y.grad, r * x.width, x.grad, i * x.width, x.width);
      }
    }
    scoring.backward(pass);
  }
}
