package io.millrace.bigdl.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sampling.Example;
import io.millrace.sampling.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NegativePairsTest {
  private static final int NODES = 12;
  private static final int[] ORDER = {0};

  /** A ring whose edges lead one way: each of them is a pair with label 1, as many have label 0. */
  private static Shard ring(int nodes, int pairs) {
    int[] targets = IntStream.range(0, nodes).map(i -> (i + 1) % nodes).toArray();
    int[] asked = new int[2 * pairs];
    float[] labels = new float[pairs];
    for (int i = 0; i < pairs; i++) {
      labels[i] = i % 2;
      int u = i / 2 % nodes;
      asked[2 * i] = u;
      asked[2 * i + 1] = i % 2 == 1 ? (u + 1) % nodes : (u + 2) % nodes;
    }
    ShardColumns columns = new ShardColumns(List.of(), List.of(), List.of(), "labels", "__row");
    GraphShard shard = new GraphShard(columns, 0);
    shard.add(
        new Example(
            new long[nodes],
            Topology.of(nodes, IntStream.range(0, nodes).toArray(), targets, null),
            new float[0],
            List.of(),
            List.of(),
            asked,
            new long[pairs],
            labels));
    shard.close();
    return shard;
  }

  private static List<List<Integer>> pairs(Shard shard, int[] order, long seed) {
    Rows rows = shard.room();
    shard.copy(order, 0, 1, seed, rows);
    List<List<Integer>> pairs = new ArrayList<>();
    for (int i = 0; i < shard.scores(); i++) {
      pairs.add(List.of(rows.targets()[2 * i], rows.targets()[2 * i + 1]));
    }
    return pairs;
  }

  @Test
  void eachEpochHasPairsOfItsOwnAndNoneIsAnEdge() {
    Shard shard = ring(NODES, 2 * NODES);
    List<List<Integer>> written = pairs(shard, null, 1);
    List<List<Integer>> one = pairs(shard, ORDER, 1);
    List<List<Integer>> two = pairs(shard, ORDER, 2);

    assertThat(one).isEqualTo(pairs(shard, ORDER, 1)).isNotEqualTo(two);
    for (int i = 0; i < written.size(); i++) {
      if (i % 2 == 1) {
        assertThat(one.get(i)).isEqualTo(written.get(i));
        continue;
      }
      int apart = Math.floorMod(one.get(i).get(0) - one.get(i).get(1), NODES);
      assertThat(apart).isBetween(2, NODES - 2);
    }
  }

  @Test
  void allPairsWithoutAnEdgeAreDrawn() {
    Shard shard = ring(5, 400);
    assertThat(
            pairs(shard, ORDER, 3).stream().filter(p -> Math.floorMod(p.get(0) - p.get(1), 5) > 1))
        .contains(
            List.of(0, 2),
            List.of(0, 3),
            List.of(1, 3),
            List.of(1, 4),
            List.of(2, 4),
            List.of(2, 0),
            List.of(3, 0),
            List.of(3, 1),
            List.of(4, 1),
            List.of(4, 2));
  }

  @Test
  void pairsStayWhereScoresAreAskedFor() {
    Shard shard = ring(NODES, 8);
    assertThat(pairs(shard, null, 1)).isEqualTo(pairs(shard, null, 2));
  }

  @Test
  void aSinglePairAndAGraphWithoutChoiceKeepTheirPairs() {
    assertThat(pairs(ring(NODES, 1), ORDER, 1)).isEqualTo(pairs(ring(NODES, 1), null, 1));
    // In a ring of three every two nodes have an edge.
    assertThat(pairs(ring(3, 6), ORDER, 1)).isEqualTo(pairs(ring(3, 6), null, 1));
  }
}
