package io.millrace.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Packing against a union that is made from lists of edges, node by node. */
class PackingTest {
  private static final int WIDTH = 3;

  private static Example example(Random random, int nodes, int edges, boolean weighted) {
    int[] sources = edges == 0 ? new int[0] : random.ints(edges, 0, nodes).toArray();
    int[] targets = edges == 0 ? new int[0] : random.ints(edges, 0, nodes).toArray();
    float[] weights = new float[edges];
    float[] dense = new float[nodes * WIDTH];
    for (int i = 0; i < edges; i++) {
      weights[i] = random.nextFloat();
    }
    for (int i = 0; i < dense.length; i++) {
      dense[i] = random.nextFloat();
    }
    int scores = Math.min(nodes, 2);
    return new Example(
        random.longs(nodes).toArray(),
        Topology.of(nodes, sources, targets, weighted ? weights : null),
        dense,
        List.of(random.ints(nodes, 0, 9).toArray(), random.ints(nodes, 0, 9).toArray()),
        List.of(sparse(random, nodes)),
        random.ints(scores, 0, Math.max(1, nodes)).toArray(),
        random.longs(scores).toArray(),
        new float[scores]);
  }

  private static SparseRows sparse(Random random, int nodes) {
    int[] begins = new int[nodes + 1];
    for (int i = 0; i < nodes; i++) {
      begins[i + 1] = begins[i] + random.nextInt(4);
    }
    float[] values = new float[begins[nodes]];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new SparseRows(begins, random.ints(values.length, 0, 50).toArray(), values);
  }

  /** All that is known of each node, as text. */
  private static List<String> nodes(Example example, long offset) {
    List<String> nodes = new ArrayList<>();
    Topology topology = example.topology();
    for (int i = 0; i < topology.nodes(); i++) {
      StringBuilder text = new StringBuilder().append(example.ids()[i]);
      text.append(Arrays.toString(Arrays.copyOfRange(example.dense(), i * WIDTH, (i + 1) * WIDTH)));
      for (int[] index : example.indices()) {
        text.append(index[i]).append(',');
      }
      append(text, topology, i, offset);
      append(text, example.sparse().get(0), i);
      nodes.add(text.toString());
    }
    return nodes;
  }

  private static void append(StringBuilder text, Topology topology, int node, long offset) {
    text.append(" d").append(topology.degrees()[node]);
    for (int e = topology.begins()[node]; e < topology.begins()[node + 1]; e++) {
      text.append(" <").append(offset + topology.sources()[e]).append('*');
      text.append(topology.weight(e));
    }
  }

  private static void append(StringBuilder text, SparseRows rows, int node) {
    for (int i = rows.begins()[node]; i < rows.begins()[node + 1]; i++) {
      text.append(' ').append(rows.columns()[i]).append(':').append(rows.values()[i]);
    }
  }

  private static void assertUnion(Packing packing, List<Example> examples) {
    packing.pack(examples);
    List<String> expected = new ArrayList<>();
    List<Integer> targets = new ArrayList<>();
    List<Long> keys = new ArrayList<>();
    List<Integer> graphs = new ArrayList<>(List.of(0));
    for (Example example : examples) {
      int offset = expected.size();
      expected.addAll(nodes(example, offset));
      Arrays.stream(example.targets()).forEach(t -> targets.add(offset + t));
      Arrays.stream(example.keys()).forEach(keys::add);
      graphs.add(expected.size());
    }
    Example union =
        new Example(
            packing.ids(),
            packing.topology(),
            packing.dense(),
            List.of(packing.indices(0), packing.indices(1)),
            List.of(packing.sparse(0)),
            packing.targets(),
            packing.keys(),
            packing.labels());
    assertThat(nodes(union, 0)).isEqualTo(expected);
    assertThat(packing.nodes()).isEqualTo(expected.size());
    assertThat(packing.positions()).isEqualTo(targets.size());
    assertThat(Arrays.stream(packing.targets()).limit(targets.size()).boxed()).isEqualTo(targets);
    assertThat(packing.scores()).isEqualTo(keys.size());
    assertThat(Arrays.stream(packing.keys()).limit(keys.size()).boxed()).isEqualTo(keys);
    assertThat(Arrays.stream(packing.topology().graphs()).boxed()).isEqualTo(graphs);
  }

  @Test
  void packsExamplesSideBySideAgainAndAgain() {
    Random random = new Random(6);
    Packing packing = new Packing();
    for (int round = 0; round < 60; round++) {
      List<Example> examples = new ArrayList<>();
      int count = 1 + random.nextInt(6);
      for (int i = 0; i < count; i++) {
        int nodes = 1 + random.nextInt(20);
        examples.add(example(random, nodes, random.nextInt(40), random.nextBoolean()));
      }
      assertUnion(packing, examples);
    }
  }

  @Test
  void packsEmptyGraphsAndGraphsWithoutEdges() {
    Random random = new Random(2);
    List<Example> examples =
        List.of(
            example(random, 0, 0, false),
            example(random, 3, 0, true),
            example(random, 0, 0, true),
            example(random, 4, 5, false),
            example(random, 0, 0, false));
    Packing packing = new Packing();
    assertUnion(packing, examples);
    assertUnion(packing, examples.subList(0, 1));
    assertThat(packing.topology().edges()).isZero();
  }

  @Test
  void usesItsMemoryAgain() {
    Random random = new Random(9);
    Packing packing = new Packing();
    packing.pack(List.of(example(random, 50, 80, true)));
    float[] dense = packing.dense();
    long[] ids = packing.ids();
    packing.pack(List.of(example(random, 20, 60, true), example(random, 30, 20, true)));
    assertThat(packing.dense()).isSameAs(dense);
    assertThat(packing.ids()).isSameAs(ids);
  }

  @Test
  void weighsExamplesByTheBytesOfTheirNumbers() {
    Example example = example(new Random(1), 5, 7, true);
    long entries = example.sparse().get(0).values().length;
    assertThat(Footprint.of(example))
        .isEqualTo(
            5 * (8 + 4 + 4) + 7 * (4 + 4) + 5 * WIDTH * 4 + 5 * 2 * 4 + 5 * 4 + entries * 8
                + 2 * 4 + 2 * (8 + 4));
  }

  @Test
  void fillsBatchesUpToTheCapButWithOneExampleAtLeast() {
    Random random = new Random(1);
    Example small = example(random, 2, 1, false);
    Example large = example(random, 100, 100, false);
    long each = Footprint.of(small);
    List<Example> examples = List.of(small, small, small, large, small);
    assertThat(Footprint.fitting(examples, 0, 9, 2 * each)).isEqualTo(2);
    assertThat(Footprint.fitting(examples, 0, 1, 2 * each)).isEqualTo(1);
    assertThat(Footprint.fitting(examples, 1, 9, 2 * each)).isEqualTo(2);
    assertThat(Footprint.fitting(examples, 3, 9, 2 * each)).isEqualTo(1);
    assertThat(Footprint.fitting(examples, 4, 9, 2 * each)).isEqualTo(1);
    assertThat(Footprint.fitting(examples, 0, 9, Long.MAX_VALUE)).isEqualTo(5);
  }
}
