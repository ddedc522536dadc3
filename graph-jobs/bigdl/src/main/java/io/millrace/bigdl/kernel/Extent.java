package io.millrace.bigdl.kernel;

import io.millrace.sampling.Topology;
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
  }

  Topology topology() {
    return Objects.requireNonNull(topology, "These rows are no nodes.");
  }
}
