package io.millrace.bigdl.kernel;

import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.GraphLayer.GraphConv.Normalisation;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.Network.Node;
import org.jspecify.annotations.Nullable;

/** Chooses the kernel of each node over graphs. */
final class GraphKernels {
  private final Memory memory;
  private final Kernels kernels;

  GraphKernels(Memory memory, Kernels kernels) {
    this.memory = memory;
    this.kernels = kernels;
  }

  /**
   * Compiles a node whose inputs are in memory.
   *
   * @param number of the node in its network
   */
  Kernel of(Node node, GraphLayer layer, Value y, int number) {
    if (layer instanceof GraphLayer.GraphConv conv) {
      boolean symmetric = conv.normalisation() == Normalisation.SYMMETRIC;
      EdgeFactors.Kind kind = symmetric ? EdgeFactors.Kind.SYMMETRIC : EdgeFactors.Kind.WEIGHT;
      return convolution(node, null, "weight", kind, y);
    }
    if (layer instanceof GraphLayer.SageConv conv && conv.aggregator() == Aggregator.MEAN) {
      Product self = kernels.product(node, "self", y.width);
      return convolution(node, self, "neighbour", EdgeFactors.Kind.MEAN, y);
    }
    if (layer instanceof GraphLayer.GatConv conv) {
      return attention(node, conv, y, number);
    }
    Value x = memory.value(node.inputs().get(0));
    if (layer instanceof GraphLayer.SageConv) {
      return new SageMaxKernel(
          x,
          y,
          memory.at(node, "self"),
          memory.at(node, "neighbour"),
          memory.at(node, "pool"),
          memory.at(node, "pool-bias"),
          memory.at(node, "bias"));
    }
    if (layer instanceof GraphLayer.GinConv conv) {
      return new GinKernel(x, y, conv.learnt() ? memory.at(node, "epsilon") : -1);
    }
    return fewerRows(node, layer, x, y);
  }

  private Kernel fewerRows(Node node, GraphLayer layer, Value x, Value y) {
    if (layer instanceof GraphLayer.GlobalPool pool) {
      return new GlobalPoolKernel(x, y, pool.kind());
    }
    if (layer instanceof GraphLayer.AttentionPool) {
      return new AttentionPoolKernel(x, y, memory.at(node, "weight"), memory.at(node, "bias"));
    }
    if (layer instanceof GraphLayer.TopKPool pool) {
      return topK(node, pool, x, y);
    }
    if (layer instanceof GraphLayer.DiffPool) {
      return new DiffPoolKernel(x, memory.value(node.inputs().get(1)), y);
    }
    if (layer instanceof GraphLayer.Targets) {
      return new TargetsKernel(x, y);
    }
    if (layer instanceof GraphLayer.Pairs pairs) {
      return new PairsKernel(x, y, pairs.combination());
    }
    throw new IllegalStateException("Cannot compile layer " + layer);
  }

  /** Multiplies first where the result is narrower, or x is sparse. */
  private Kernel convolution(
      Node node, @Nullable Product self, String role, EdgeFactors.Kind kind, Value y) {
    String input = node.inputs().get(0);
    int bias = memory.at(node, "bias");
    if (memory.isSparse(input) || y.width < memory.value(input).width) {
      Product product = kernels.product(node, role, y.width);
      return ConvolutionKernel.first(self, product, kind, y, bias);
    }
    return ConvolutionKernel.last(self, memory.value(input), memory.at(node, role), kind, y, bias);
  }

  private Kernel attention(Node node, GraphLayer.GatConv conv, Value y, int number) {
    int heads = conv.heads();
    Value h = new Value(y.extent, Math.multiplyExact(heads, conv.out()));
    Attention attention =
        new Attention(
            h,
            heads,
            conv.slope(),
            memory.at(node, "source"),
            memory.at(node, "target"),
            new Drops(number, conv.dropout()));
    Product product = kernels.product(node, "weight", h.width);
    return new GatKernel(product, h, attention, heads, y, memory.at(node, "bias"));
  }

  private Kernel topK(Node node, GraphLayer.TopKPool pool, Value x, Value y) {
    Value score = new Value(x.extent, 1);
    Kernel scoring =
        pool.score() == GraphLayer.TopKPool.Score.PROJECTION
            ? new ProjectionKernel(x, score, memory.at(node, "weight"))
            : convolution(node, null, "weight", EdgeFactors.Kind.SYMMETRIC, score);
    return new TopKKernel(x, y, score, scoring, pool.ratio());
  }
}
