package io.millrace.network;

import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.network.Network;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Graphs with isolated nodes, self loops, repeated edges and a graph without nodes, whose nodes
 * have the features of {@link #PLAN}.
 *
 * @param rows raw columns of each node
 * @param pairs u, v, u, v, ...
 */
record Graphs(
    List<Map<String, Object>> rows,
    int[] sources,
    int[] targets,
    float[] weights,
    int[] begins,
    SparseRows words,
    int[] pairs) {
  static final int WORDS = 40;

  /** That of {@link Networks}, and words. */
  static final FeaturePlan PLAN = plan();

  private static FeaturePlan plan() {
    List<Column> columns = new ArrayList<>(Networks.PLAN.inputs());
    columns.add(new Column("title", ColumnType.STRING));
    List<Transform> transforms = new ArrayList<>(Networks.PLAN.transforms());
    transforms.add(new Transform.Sparse("words", "title", WORDS, true));
    return new FeaturePlan(FeaturePlan.VERSION, columns, transforms);
  }

  /**
   * @param sizes nodes of each graph, 0 for one without nodes
   * @param degree edges for each node
   */
  static Graphs random(int[] sizes, int degree, long seed) {
    Random random = new Random(seed);
    int nodes = Arrays.stream(sizes).sum();
    int[] begins = new int[sizes.length + 1];
    List<int[]> edges = new ArrayList<>();
    for (int g = 0; g < sizes.length; g++) {
      begins[g + 1] = begins[g] + sizes[g];
      for (int e = 0; e < sizes[g] * degree; e++) {
        edges.add(edge(begins[g], sizes[g], random));
      }
    }
    float[] weights = new float[edges.size()];
    for (int e = 0; e < weights.length; e++) {
      weights[e] = 0.2f + random.nextFloat();
    }
    return new Graphs(
        Samples.finiteRows(nodes, seed),
        edges.stream().mapToInt(edge -> edge[0]).toArray(),
        edges.stream().mapToInt(edge -> edge[1]).toArray(),
        weights,
        begins,
        words(nodes, random),
        random.ints(nodes == 0 ? 0 : 2 * nodes, 0, Math.max(nodes, 1)).toArray());
  }

  /** One of ten nodes is isolated; low numbers are hubs, so that edges repeat. */
  private static int[] edge(int first, int size, Random random) {
    int source = end(size, random);
    int target = random.nextInt(12) == 0 ? source : end(size, random);
    return new int[] {first + source, first + target};
  }

  private static int end(int size, Random random) {
    int end = (int) (size * random.nextDouble() * random.nextDouble());
    return end % 10 == 9 ? end - 1 : end;
  }

  /** Every fifth node has no words. */
  private static SparseRows words(int nodes, Random random) {
    int[] begins = new int[nodes + 1];
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      if (i % 5 != 4) {
        random.ints(6, 0, WORDS).distinct().sorted().forEach(columns::add);
      }
      begins[i + 1] = columns.size();
    }
    float[] values = new float[columns.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = random.nextFloat();
    }
    return new SparseRows(begins, columns.stream().mapToInt(c -> c).toArray(), values);
  }

  int nodes() {
    return rows.size();
  }

  Topology topology(boolean weighted) {
    Topology one = Topology.of(nodes(), sources, targets, weighted ? weights : null);
    return new Topology(
        one.nodes(), one.begins(), one.sources(), one.weights(), one.degrees(), begins);
  }

  /** What the reference reads; each node is a target unless pairs are asked for. */
  Example example(Network network, boolean weighted) {
    List<Map<String, Number>> features =
        rows.stream().map(row -> Reference.features(Networks.PLAN, row)).toList();
    List<String> dense = network.denseFeatures();
    float[] numbers = new float[nodes() * dense.size()];
    for (int k = 0; k < numbers.length; k++) {
      String name = dense.get(k % dense.size());
      numbers[k] = features.get(k / dense.size()).get(name).floatValue();
    }
    List<int[]> indices =
        network.indices().stream()
            .map(index -> features.stream().mapToInt(f -> f.get(index.name()).intValue()).toArray())
            .toList();
    return new Example(
        IntStream.range(0, nodes()).asLongStream().toArray(),
        topology(weighted),
        numbers,
        indices,
        network.sparse().isEmpty() ? List.of() : List.of(words),
        TensorInputs.pairs(network) ? pairs : IntStream.range(0, nodes()).toArray(),
        new long[0],
        new float[0]);
  }

  /** The inputs of the file besides raw columns. */
  Map<String, Object> tensors(List<TensorInput> inputs) {
    Map<String, Object> tensors = new HashMap<>();
    inputs.forEach(input -> tensors.put(input.name(), tensor(input.name())));
    return tensors;
  }

  private Object tensor(String name) {
    return switch (name) {
      case "edge_index" -> new long[][] {longs(sources), longs(targets)};
      case "edge_weight" -> weights;
      case "batch" ->
          IntStream.range(0, begins.length - 1)
              .flatMap(g -> IntStream.range(begins[g], begins[g + 1]).map(i -> g))
              .asLongStream()
              .toArray();
      case "pairs" -> new long[][] {every(0), every(1)};
      case "nodes", "rows" -> (long) nodes();
      case "words_row" ->
          IntStream.range(0, nodes())
              .flatMap(i -> IntStream.range(words.begins()[i], words.begins()[i + 1]).map(k -> i))
              .asLongStream()
              .toArray();
      case "words_column" -> longs(words.columns());
      case "words_value" -> words.values();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private long[] every(int first) {
    return IntStream.range(0, pairs.length / 2).mapToLong(k -> pairs[2 * k + first]).toArray();
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
