package io.millrace.bigdl.kernel;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Network.Node;

/** Chooses the kernel of each node over graphs. */
final class GraphKernels {
  private final Memory memory;
  private final Kernels kernels;

  GraphKernels(Memory memory, Kernels kernels) {
    this.memory = memory;
    this.kernels = kernels;
  }

  Kernel of(Node node, GraphLayer layer, Value y, int number) {
    throw new IllegalStateException("Cannot compile layer " + layer);
  }
}
