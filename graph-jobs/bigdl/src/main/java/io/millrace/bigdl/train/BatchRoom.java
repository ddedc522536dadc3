package io.millrace.bigdl.train;

import io.millrace.bigdl.data.GraphShard;
import io.millrace.bigdl.data.Shard;
import io.millrace.sampling.Example;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.network.TrainingPlan;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whether the largest mini-batch over graphs that a core may get has room: a training refuses
 * before its first step what would end it in the middle. Sums are of the largest examples of an
 * executor, as many as a core computes at once.
 *
 * @param heapBytes of the executor
 */
record BatchRoom(long nodes, long edges, long entries, long scores, long heapBytes)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Values and gradients in training, and values in validation. */
  private static final int COPIES = 3;

  /** Weights and gradients of each core, and the optimiser's state. */
  private static final int PARAMETER_COPIES = 4;

  /** The part of the heap that may be taken: the rest is Spark's and the garbage of a step. */
  private static final double USED = 0.75;

  private static final double GIGABYTE = 1L << 30;

  static BatchRoom of(Shard shard, int examples) {
    int size = shard.size();
    long[] nodes = new long[size];
    long[] edges = new long[size];
    long[] entries = new long[size];
    long[] scores = new long[size];
    if (shard instanceof GraphShard graphs) {
      for (int i = 0; i < size; i++) {
        Example example = graphs.example(i);
        nodes[i] = example.ids().length;
        edges[i] = example.topology().edges();
        entries[i] = example.sparse().stream().mapToLong(s -> s.columns().length).sum();
        scores[i] = example.labels().length;
      }
    }
    return new BatchRoom(
        largest(nodes, examples),
        largest(edges, examples),
        largest(entries, examples),
        largest(scores, examples),
        Runtime.getRuntime().maxMemory());
  }

  private static long largest(long[] sizes, int count) {
    Arrays.sort(sizes);
    return Arrays.stream(sizes, Math.max(0, sizes.length - count), sizes.length).sum();
  }

  BatchRoom most(BatchRoom other) {
    return new BatchRoom(
        Math.max(nodes, other.nodes),
        Math.max(edges, other.edges),
        Math.max(entries, other.entries),
        Math.max(scores, other.scores),
        Math.min(heapBytes, other.heapBytes));
  }

  /**
   * @param heldBytes examples in the memory of an executor
   * @param whole whether the only example is the whole graph
   * @throws IllegalArgumentException with what to do, if a mini-batch may not fit
   */
  void require(TrainingPlan plan, long heldBytes, boolean whole) {
    Shapes shapes = Shapes.of(plan.network());
    double needed = bytes(plan.network(), shapes);
    double parameters =
        (double) shapes.parameterCount() * Float.BYTES * (PARAMETER_COPIES + 2 * plan.cores());
    double room = Math.max(0, heapBytes * USED - heldBytes - parameters) / plan.cores();
    double array = (double) nodes * widest(plan.network(), shapes);
    if (needed <= room && array <= Integer.MAX_VALUE) {
      return;
    }
    double part = Math.min(room / needed, Integer.MAX_VALUE / array);
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "Cannot train '%s' with batch-size = %d: a mini-batch of a core may have %d nodes and %d edges and take %.2f GB (expected at most %.2f GB, as an executor has %.2f GB and holds %.2f GB of examples). %s",
            plan.model(),
            plan.settings().batchSize(),
            nodes,
            edges,
            needed / GIGABYTE,
            room / GIGABYTE,
            heapBytes / GIGABYTE,
            heldBytes / GIGABYTE,
            advice(plan, part, whole)));
  }

  private static String advice(TrainingPlan plan, double part, boolean whole) {
    if (whole) {
      return "Use neighbourhoods (graph.neighbourhoods.whole = false), narrower layers or more memory (resources.memory).";
    }
    int least = plan.executors() * plan.cores();
    int fits = (int) (plan.settings().batchSize() * part) / least * least;
    return fits >= least
        ? "Use batch-size = %d, smaller fan-outs or more memory (resources.memory).".formatted(fits)
        : "Use smaller fan-outs or graphs, narrower layers or more memory (resources.memory).";
  }

  private double bytes(Network network, Shapes shapes) {
    double floats = 0;
    double byEdge = 3;
    for (Network.Node node : network.nodes()) {
      if (shapes.sparse(node.name())) {
        floats += entries;
      } else {
        long rows = shapes.extent(node.name()) == Shapes.ROWS ? scores : nodes;
        floats += (double) rows * shapes.width(node.name());
      }
      if (node.layer() instanceof GraphLayer.GatConv gat) {
        byEdge += 3.0 * gat.heads();
      }
    }
    // Two of each input: of the step at work and of the next one.
    double inputs =
        2.0 * nodes * (network.denseFeatures().size() + network.indices().size() + 4)
            + 4.0 * entries;
    return Float.BYTES * (COPIES * floats + inputs + byEdge * edges);
  }

  private static int widest(Network network, Shapes shapes) {
    return network.nodes().stream()
        .filter(node -> !shapes.sparse(node.name()))
        .mapToInt(node -> shapes.width(node.name()))
        .max()
        .orElse(1);
  }
}
