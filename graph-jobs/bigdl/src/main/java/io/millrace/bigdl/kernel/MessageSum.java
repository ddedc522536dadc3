package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;
import org.jspecify.annotations.Nullable;

/**
 * A sum over each node's neighbours and itself, without parameters.
 *
 * @param x of the nodes
 * @param y of the same nodes and width
 */
record MessageSum(Value x, Value y, EdgeFactors.Kind kind) {
  /** Adds the sums to the output's data. */
  void forward() {
    Topology graph = x.extent.topology();
    x.extent.factors.addOwn(kind, graph, x.data, x.width, y.data);
    Messages.add(graph, x.extent.factors.edges(kind, graph), x.data, x.width, y.data);
  }

  /** Whether somebody asks for a gradient behind the sums. */
  boolean asked() {
    return x.grad.length > 0 || x.extent.weightGrad.length > 0;
  }

  /** Adds to the gradients of x, and of weights that are learnt, where somebody asks for them. */
  void backward() {
    Topology graph = x.extent.topology();
    float @Nullable [] by = x.extent.factors.edges(kind, graph);
    if (x.grad.length > 0) {
      x.extent.factors.addOwn(kind, graph, y.grad, x.width, x.grad);
      Messages.back(graph, by, y.grad, x.width, x.grad);
    }
    if (x.extent.weightGrad.length > 0) {
      Messages.factors(graph, y.grad, x.data, x.width, x.extent.weightGrad);
    }
  }
}
