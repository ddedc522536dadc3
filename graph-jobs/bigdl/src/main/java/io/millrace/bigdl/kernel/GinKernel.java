package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;
import java.util.Arrays;

/** {@code y_i = (1 + epsilon) x_i + sum_j w_ij x_j}. */
final class GinKernel implements Kernel {
  private final Value x;
  private final Value y;
  private final int epsilon;

  /**
   * @param epsilon where it stands, negative where it is 0
   */
  GinKernel(Value x, Value y, int epsilon) {
    this.x = x;
    this.y = y;
    this.epsilon = epsilon;
  }

  @Override
  public void forward(Pass pass) {
    Topology graph = x.extent.topology();
    Arrays.fill(y.data, 0, y.size(), 0);
    Sums.addTimes(own(pass), x.data, 0, y.data, 0, y.size());
    Messages.add(graph, graph.weights(), x.data, x.width, y.data);
  }

  private float own(Pass pass) {
    return epsilon < 0 ? 1 : 1 + pass.weights()[pass.offset() + epsilon];
  }

  @Override
  public void backward(Pass pass) {
    Topology graph = x.extent.topology();
    if (epsilon >= 0) {
      double slope = 0;
      for (int i = 0; i < y.size(); i++) {
        slope += (double) y.grad[i] * x.data[i];
      }
      pass.gradients()[pass.gradientOffset() + epsilon] += (float) slope;
    }
    if (x.grad.length > 0) {
      Sums.addTimes(own(pass), y.grad, 0, x.grad, 0, y.size());
      Messages.back(graph, graph.weights(), y.grad, x.width, x.grad);
    }
    if (x.extent.weightGrad.length > 0) {
      Messages.factors(graph, y.grad, x.data, x.width, x.extent.weightGrad);
    }
  }
}
