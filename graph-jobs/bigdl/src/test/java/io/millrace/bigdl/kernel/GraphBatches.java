package io.millrace.bigdl.kernel;

import io.millrace.bigdl.data.Rows;
import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import io.millrace.spec.network.GraphLayer;
import io.millrace.spec.network.Network;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Random mini-batches over graphs: one without nodes, with lone nodes, loops and repeated edges.
 */
final class GraphBatches {
  /** Nodes 0 to 5, none, 6 to 10 and 11 to 13. */
  private static final int[] GRAPHS = {0, 6, 6, 11, 14};

  /** 1 twice into 0, a loop at 2, nothing into 3 and 5; 10 has none at all; 11 to 13 a ring. */
  private static final int[] SOURCES = {1, 1, 4, 2, 0, 3, 5, 2, 7, 8, 6, 9, 9, 7, 11, 12, 13};

  private static final int[] TARGETS = {0, 0, 0, 2, 1, 4, 4, 4, 6, 6, 7, 8, 8, 9, 12, 13, 11};

  private GraphBatches() {}

  /** The kinds of edges. */
  enum Edges {
    WEIGHTED,
    ALIKE,
    SAMPLED,
    NONE
  }

  /** The network's inputs and targets over the same 14 nodes. */
  static Example example(Network network, Edges edges, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int nodes = GRAPHS[GRAPHS.length - 1];
    float[] dense = new float[nodes * network.denseFeatures().size()];
    for (int i = 0; i < dense.length; i++) {
      dense[i] = (float) (random.nextDouble() * 4 - 2);
    }
    int[] targets = targets(network);
    int scores = scores(network, targets);
    return new Example(
        random.longs(nodes).toArray(),
        topology(edges, nodes, random),
        dense,
        network.indices().stream()
            .map(index -> random.ints(nodes, 0, index.cardinality()).toArray())
            .toList(),
        network.sparse().stream().map(s -> sparse(nodes, s.width(), random)).toList(),
        targets,
        new long[scores],
        new float[scores]);
  }

  private static Topology topology(Edges edges, int nodes, SplittableRandom random) {
    int[] sources = edges == Edges.NONE ? new int[0] : SOURCES;
    int[] targets = edges == Edges.NONE ? new int[0] : TARGETS;
    float @Nullable [] weights = null;
    if (edges == Edges.WEIGHTED || edges == Edges.SAMPLED) {
      weights = new float[sources.length];
      for (int e = 0; e < weights.length; e++) {
        weights[e] = (float) (0.2 + random.nextDouble());
      }
    }
    Topology one = Topology.of(nodes, sources, targets, weights);
    float[] degrees = one.degrees();
    if (edges == Edges.SAMPLED) {
      for (int i = 0; i < nodes; i++) {
        degrees[i] += i % 3;
      }
    }
    return new Topology(nodes, one.begins(), one.sources(), one.weights(), degrees, GRAPHS);
  }

  private static SparseRows sparse(int nodes, int width, SplittableRandom random) {
    int[] begins = new int[nodes + 1];
    int[] columns = new int[nodes * width];
    float[] values = new float[nodes * width];
    int next = 0;
    for (int i = 0; i < nodes; i++) {
      // Every fifth row has no number.
      for (int c = 0; c < width && i % 5 != 4; c++) {
        if (random.nextInt(3) == 0) {
          columns[next] = c;
          values[next++] = (float) (random.nextDouble() * 2 - 1);
        }
      }
      begins[i + 1] = next;
    }
    return new SparseRows(begins, Arrays.copyOf(columns, next), Arrays.copyOf(values, next));
  }

  private static int[] targets(Network network) {
    boolean pairs = has(network, GraphLayer.Pairs.class);
    return pairs
        ? new int[] {0, 4, 2, 2, 10, 7, 1, 0, 12, 13}
        : has(network, GraphLayer.Targets.class) ? new int[] {4, 0, 3, 10, 4, 13, 8} : new int[0];
  }

  private static int scores(Network network, int[] targets) {
    boolean pairs = has(network, GraphLayer.Pairs.class);
    return pairs ? targets.length / 2 : targets.length == 0 ? GRAPHS.length - 1 : targets.length;
  }

  private static boolean has(Network network, Class<? extends GraphLayer> layer) {
    return network.nodes().stream().anyMatch(node -> layer.isInstance(node.layer()));
  }

  static Rows rows(Network network, Example example) {
    Rows rows =
        new Rows(network.denseFeatures().size(), network.indices().size(), network.sparse().size());
    fill(rows, example, 7);
    return rows;
  }

  /** Copies an example as a batch; the seeds of its nodes follow from their ids. */
  static void fill(Rows rows, Example example, long epoch) {
    Topology from = example.topology();
    rows.resize(example.labels().length, from.nodes(), example.targets().length);
    rows.share(rows.count());
    System.arraycopy(example.dense(), 0, rows.dense(), 0, example.dense().length);
    System.arraycopy(example.targets(), 0, rows.targets(), 0, example.targets().length);
    System.arraycopy(example.labels(), 0, rows.labels(), 0, example.labels().length);
    IntStream.range(0, from.nodes()).forEach(i -> rows.seeds()[i] = example.ids()[i] ^ epoch);
    for (int place = 0; place < example.indices().size(); place++) {
      System.arraycopy(example.indices().get(place), 0, rows.indices(place), 0, from.nodes());
    }
    for (int place = 0; place < example.sparse().size(); place++) {
      SparseRows given = example.sparse().get(place);
      int entries = given.begins()[from.nodes()];
      SparseRows room = rows.sparse(place, entries);
      System.arraycopy(given.begins(), 0, room.begins(), 0, from.nodes() + 1);
      System.arraycopy(given.columns(), 0, room.columns(), 0, entries);
      System.arraycopy(given.values(), 0, room.values(), 0, entries);
    }
    Topology room = rows.topology(from.edges(), from.weights() != null, from.graphs());
    System.arraycopy(from.begins(), 0, room.begins(), 0, from.nodes() + 1);
    System.arraycopy(from.sources(), 0, room.sources(), 0, from.edges());
    System.arraycopy(from.degrees(), 0, room.degrees(), 0, from.nodes());
    if (from.weights() != null && room.weights() != null) {
      System.arraycopy(from.weights(), 0, room.weights(), 0, from.edges());
    }
  }
}
