package io.millrace.bigdl.train;

import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Small graphs, rings or stars, that only their edges tell apart. */
final class Rings {
  private static final long FIRST_KEY = 5_000_000_000L;

  private Rings() {}

  static long key(int graph) {
    return FIRST_KEY + graph;
  }

  /** Rings (0) and stars (1) by turns, each with a row of the same features as a community. */
  static List<Example> examples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int nodes = 6 + random.nextInt(8);
      examples.add(example(i, nodes, i % 2 == 0 ? ring(nodes) : star(nodes), random));
    }
    return examples;
  }

  private static Topology ring(int nodes) {
    int[] ends = new int[2 * nodes];
    int[] others = new int[2 * nodes];
    for (int i = 0; i < nodes; i++) {
      ends[2 * i] = others[2 * i + 1] = i;
      ends[2 * i + 1] = others[2 * i] = (i + 1) % nodes;
    }
    return Topology.of(nodes, ends, others, null);
  }

  private static Topology star(int nodes) {
    int[] ends = new int[2 * (nodes - 1)];
    int[] others = new int[ends.length];
    for (int i = 1; i < nodes; i++) {
      ends[2 * i - 2] = others[2 * i - 1] = i;
    }
    return Topology.of(nodes, ends, others, null);
  }

  private static Example example(
      int number, int nodes, Topology topology, SplittableRandom random) {
    float[] dense = new float[2 * nodes];
    int[] index = new int[nodes];
    for (int i = 0; i < nodes; i++) {
      dense[2 * i] = 1;
      dense[2 * i + 1] = (float) (random.nextDouble() - 0.5) / 10;
      index[i] = random.nextInt(Community.A);
    }
    float[] ones = new float[nodes];
    Arrays.fill(ones, 1);
    int[] begins = new int[nodes + 1];
    Arrays.setAll(begins, i -> i);
    return new Example(
        LongStream.range(0, nodes).map(i -> number * 100L + i).toArray(),
        topology,
        dense,
        List.of(index),
        List.of(new SparseRows(begins, new int[nodes], ones)),
        new int[0],
        new long[] {key(number)},
        new float[] {number % 2});
  }
}
