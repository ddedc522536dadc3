package io.millrace.bigdl.kernel;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.Network.Node;
import java.util.List;

/** Chooses the kernel of each node. */
final class Kernels {
  private final Memory memory;

  Kernels(Memory memory) {
    this.memory = memory;
  }

  /**
   * Compiles a node whose inputs are in memory.
   *
   * @param number of the node in its network
   */
  Kernel of(Node node, Value y, int number) {
    Layer layer = node.layer();
    if (layer instanceof Layer.Embedding) {
      return new EmbeddingKernel(memory.place(node.inputs().get(0)), y, memory.at(node, "table"));
    }
    if (layer instanceof Layer.Linear linear) {
      int bias = linear.bias() ? memory.at(node, "bias") : -1;
      return new LinearKernel(product(node, "weight", y.width), y, bias);
    }
    if (layer instanceof GraphLayer graph) {
      return new GraphKernels(memory, this).of(node, graph, y, number);
    }
    List<Value> xs = node.inputs().stream().map(memory::value).toList();
    return xs.size() == 1 ? single(node, xs.get(0), y, number) : combination(node, xs, y);
  }

  /** Dropout of numbers of which most are 0. */
  Kernel sparseDropout(Node node, SparseValue y, int number) {
    Layer.Dropout dropout = (Layer.Dropout) node.layer();
    SparseValue x = memory.sparse(node.inputs().get(0));
    return new SparseDropoutKernel(x, y, new Drops(number, dropout.rate()));
  }

  /** The product of a node's only input by one of its matrices, [out, in]. */
  Product product(Node node, String role, int out) {
    String input = node.inputs().get(0);
    int weight = memory.at(node, role);
    return memory.isSparse(input)
        ? new SparseProduct(memory.sparse(input), out, weight)
        : new DenseProduct(memory.value(input), out, weight);
  }

  private Kernel single(Node node, Value x, Value y, int number) {
    Layer layer = node.layer();
    if (layer instanceof Layer.Activation activation) {
      return new ActivationKernel(x, y, activation.function());
    }
    if (layer instanceof Layer.Dropout dropout) {
      return new DropoutKernel(x, y, new Drops(number, dropout.rate()));
    }
    if (layer instanceof Layer.LayerNorm norm) {
      return new LayerNormKernel(
          x, y, norm.epsilon(), memory.at(node, "scale"), memory.at(node, "shift"));
    }
    if (layer instanceof Layer.BatchNorm norm) {
      return new BatchNormKernel(
          x,
          y,
          norm.momentum(),
          norm.epsilon(),
          memory.at(node, "scale"),
          memory.at(node, "shift"),
          memory.at(node, "mean"),
          memory.at(node, "variance"));
    }
    return combination(node, List.of(x), y);
  }

  private Kernel combination(Node node, List<Value> xs, Value y) {
    Layer layer = node.layer();
    if (layer instanceof Layer.Concat) {
      return new ConcatKernel(xs, y);
    }
    if (layer instanceof Layer.Add) {
      return new AddKernel(xs, y);
    }
    if (layer instanceof Layer.Cross cross) {
      boolean full = cross.rank() == 0;
      return new CrossKernel(
          xs.get(0),
          xs.get(1),
          y,
          cross.rank(),
          memory.at(node, full ? "weight" : "u"),
          full ? -1 : memory.at(node, "v"),
          memory.at(node, "bias"));
    }
    if (layer instanceof Layer.FactorisationMachine) {
      return new FactorisationKernel(xs, y);
    }
    if (layer instanceof Layer.DotInteraction) {
      return new DotKernel(xs, y);
    }
    throw new IllegalStateException("Cannot compile layer " + layer);
  }
}
