package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows that some values have in a pass: those of the score, the nodes of the batch, or the
 * nodes that a pooling layer has left or made.
 */
final class Extent {
  int rows;

  /** What random decisions about a row depend on; may be longer than the rows. */
  long[] seeds = new long[0];

  /** What numbers are multiplied by along the edges. */
  final EdgeFactors factors = new EdgeFactors();

  /** The loss's gradient by the weights of the edges; empty where they are not learnt. */
  float[] weightGrad = new float[0];

  private @Nullable Topology topology;

  /** Rows without edges. */
  void rows(int count, long[] seedByRow) {
    rows = count;
    seeds = seedByRow;
    topology = null;
  }

  /** Nodes of graphs. */
  void nodes(Topology graphs, long[] seedByNode) {
    rows = graphs.nodes();
    seeds = seedByNode;
    topology = graphs;
    factors.reset();
  }

  /** Asks for the gradient by the weights in the pass that begins. */
  void learnWeights() {
    int edges = topology().edges();
    if (weightGrad.length < edges) {
      weightGrad = new float[edges];
    } else {
      Arrays.fill(weightGrad, 0, edges, 0);
    }
  }

  Topology topology() {
    return Objects.requireNonNull(topology, "These rows are no nodes.");
  }
}
