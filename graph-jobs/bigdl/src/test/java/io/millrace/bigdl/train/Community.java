package io.millrace.bigdl.train;

import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A graph of two communities. A node's own features tell little of its community; those of its
 * neighbours together tell nearly all.
 */
final class Community {
  static final int NODES = 600;
  static final int TRAIN = 120;
  static final int VALID = 200;
  static final int TEST = 150;
  static final int WORDS = 30;
  static final int A = 4;
  private static final int IN_EDGES = 8;
  private static final int ROW_WORDS = 3;
  private static final long FIRST_ID = 1_000;

  final float[] dense = new float[NODES * 2];
  final int[] a = new int[NODES];
  final int[] wordColumns = new int[NODES * ROW_WORDS];
  final Topology topology;

  Community(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < NODES; i++) {
      dense[2 * i] = (float) (label(i) * 0.8 - 0.4 + noise(random));
      dense[2 * i + 1] = (float) noise(random);
      a[i] = random.nextInt(A);
      words(i, random);
    }
    int[] sources = new int[NODES * IN_EDGES];
    int[] targets = new int[NODES * IN_EDGES];
    for (int e = 0; e < sources.length; e++) {
      targets[e] = e / IN_EDGES;
      int source = random.nextInt(NODES / 2) * 2 + (int) label(targets[e]);
      sources[e] = random.nextDouble() < 0.1 ? random.nextInt(NODES) : source;
    }
    topology = Topology.of(NODES, sources, targets, null);
  }

  private static double noise(SplittableRandom random) {
    return IntStream.range(0, 12).mapToDouble(i -> random.nextDouble()).sum() - 6;
  }

  /** Ascending ones, a little more often from the half of a node's community. */
  private void words(int node, SplittableRandom random) {
    int[] drawn = new int[ROW_WORDS];
    do {
      for (int w = 0; w < ROW_WORDS; w++) {
        int half = random.nextDouble() < 0.6 ? (int) label(node) : 1 - (int) label(node);
        drawn[w] = half * WORDS / 2 + random.nextInt(WORDS / 2);
      }
    } while (Arrays.stream(drawn).distinct().count() < ROW_WORDS);
    Arrays.sort(drawn);
    System.arraycopy(drawn, 0, wordColumns, node * ROW_WORDS, ROW_WORDS);
  }

  static float label(long node) {
    return node % 2;
  }

  /** Columns and values of a node's words. */
  int[] words(int node) {
    return Arrays.copyOfRange(wordColumns, node * ROW_WORDS, (node + 1) * ROW_WORDS);
  }

  static float[] wordValues() {
    float[] values = new float[ROW_WORDS];
    Arrays.fill(values, 1f / ROW_WORDS);
    return values;
  }

  /** The whole graph, asking for the nodes {@code from} to {@code to}. */
  Example whole(int from, int to) {
    return example(IntStream.range(0, NODES).toArray(), NODES, IntStream.range(from, to).toArray());
  }

  /**
   * The whole graph, asking for pairs of the nodes {@code from} to {@code to}: whether both are of
   * one community.
   */
  Example pairs(int from, int to) {
    Example nodes = whole(from, to);
    int count = to - from;
    int[] pairs = new int[2 * count];
    float[] labels = new float[count];
    for (int i = 0; i < count; i++) {
      pairs[2 * i] = from + i;
      pairs[2 * i + 1] = from + (i + 1 + i / 2 % 2) % count;
      labels[i] = label(pairs[2 * i]) == label(pairs[2 * i + 1]) ? 1 : 0;
    }
    return new Example(
        nodes.ids(),
        nodes.topology(),
        nodes.dense(),
        nodes.indices(),
        nodes.sparse(),
        pairs,
        nodes.keys(),
        labels);
  }

  /** One example for each of these nodes: all that two steps along edges reach. */
  List<Example> neighbourhoods(int from, int to) {
    List<Example> examples = new ArrayList<>();
    for (int node = from; node < to; node++) {
      examples.add(neighbourhood(node));
    }
    return examples;
  }

  private Example neighbourhood(int target) {
    Map<Integer, Integer> hops = new LinkedHashMap<>();
    ArrayDeque<Integer> open = new ArrayDeque<>(List.of(target));
    hops.put(target, 0);
    while (!open.isEmpty()) {
      int node = open.remove();
      for (int e = begin(node); hops.get(node) < 2 && e < begin(node + 1); e++) {
        int source = topology.sources()[e];
        if (hops.putIfAbsent(source, hops.get(node) + 1) == null) {
          open.add(source);
        }
      }
    }
    int[] nodes = hops.keySet().stream().mapToInt(Integer::intValue).toArray();
    int inner = (int) hops.values().stream().filter(hop -> hop < 2).count();
    return example(nodes, inner, new int[] {target});
  }

  private int begin(int node) {
    return topology.begins()[node];
  }

  /**
   * @param complete so many nodes, which stand first, have all their in-edges; others have none
   */
  private Example example(int[] nodes, int complete, int[] wanted) {
    Map<Integer, Integer> places = new LinkedHashMap<>();
    for (int node : nodes) {
      places.put(node, places.size());
    }
    int[] begins = new int[nodes.length + 1];
    List<Integer> sources = new ArrayList<>();
    float[] degrees = new float[nodes.length];
    float[] own = new float[nodes.length * 2];
    int[] index = new int[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      for (int e = begin(nodes[i]); i < complete && e < begin(nodes[i] + 1); e++) {
        sources.add(places.get(topology.sources()[e]));
      }
      begins[i + 1] = sources.size();
      degrees[i] = topology.degrees()[nodes[i]];
      System.arraycopy(dense, 2 * nodes[i], own, 2 * i, 2);
      index[i] = a[nodes[i]];
    }
    float[] labels = new float[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      labels[i] = label(wanted[i]);
    }
    return new Example(
        Arrays.stream(nodes).mapToLong(n -> FIRST_ID + n).toArray(),
        new Topology(
            nodes.length,
            begins,
            sources.stream().mapToInt(Integer::intValue).toArray(),
            null,
            degrees,
            new int[] {0, nodes.length}),
        own,
        List.of(index),
        List.of(sparse(nodes)),
        Arrays.stream(wanted).map(places::get).toArray(),
        Arrays.stream(wanted).mapToLong(n -> n).toArray(),
        labels);
  }

  private SparseRows sparse(int[] nodes) {
    int[] begins = new int[nodes.length + 1];
    int[] columns = new int[nodes.length * ROW_WORDS];
    float[] values = new float[columns.length];
    for (int i = 0; i < nodes.length; i++) {
      begins[i + 1] = begins[i] + ROW_WORDS;
      System.arraycopy(words(nodes[i]), 0, columns, begins[i], ROW_WORDS);
      System.arraycopy(wordValues(), 0, values, begins[i], ROW_WORDS);
    }
    return new SparseRows(begins, columns, values);
  }
}
