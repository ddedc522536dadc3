package io.millrace.bigdl.kernel;

/** The rows of the nodes that the batch asks for. */
final class TargetsKernel implements Kernel {
  private final Value x;
  private final Value y;

  TargetsKernel(Value x, Value y) {
    this.x = x;
    this.y = y;
  }

  @Override
  public void forward(Pass pass) {
    int[] targets = pass.rows().targets();
    for (int r = 0; r < y.rows(); r++) {
      System.arraycopy(x.data, targets[r] * x.width, y.data, r * x.width, x.width);
    }
  }

  @Override
  public void backward(Pass pass) {
    if (x.grad.length == 0) {
      return;
    }
    int[] targets = pass.rows().targets();
    for (int r = 0; r < y.rows(); r++) {
      Sums.addTimes(1, y.grad, r * x.width, x.grad, targets[r] * x.width, x.width);
    }
  }
}
