package io.millrace.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeighbourSamplerTest {
  private static final int NODES = 200;

  private static Neighbourhoods how(int hub, boolean weighted, Integer... fanOuts) {
    return new Neighbourhoods(false, List.of(fanOuts), weighted, hub, 3);
  }

  /** Ids have gaps, as those of a graph whose nodes have gone. */
  private static long[] ids(int nodes) {
    long[] ids = new long[nodes];
    for (int i = 0; i < nodes; i++) {
      ids[i] = 10L * i + 5;
    }
    return ids;
  }

  private static Topology random(int nodes, int edges, long seed, boolean weighted) {
    Random random = new Random(seed);
    int[] sources = random.ints(edges, 0, nodes).toArray();
    int[] targets = random.ints(edges, 0, nodes).map(t -> t * t / nodes).toArray();
    float[] weights = new float[edges];
    for (int e = 0; e < edges; e++) {
      weights[e] = 0.25f + random.nextFloat();
    }
    return Topology.of(nodes, sources, targets, weighted ? weights : null);
  }

  @Test
  void reachesWhatABreadthFirstSearchReaches() {
    Topology graph = random(NODES, 600, 1, true);
    NeighbourSampler sampler =
        new NeighbourSampler(
            graph, ids(NODES), how(NODES * 10, false, Neighbourhoods.ALL, Neighbourhoods.ALL));
    for (int target = 0; target < NODES; target++) {
      Neighbourhood found = sampler.around(10L * target + 5);
      List<Set<Integer>> reached = reached(graph, target, 2);
      assertThat(found.ids()).containsExactlyInAnyOrder(asIds(reached.get(2)));
      assertThat(found.ids()[0]).isEqualTo(10L * target + 5);
      for (int i = 0; i < found.ids().length; i++) {
        int node = (int) (found.ids()[i] / 10);
        boolean inner = reached.get(1).contains(node);
        assertThat(edges(found, i)).isEqualTo(inner ? edges(graph, node) : List.of());
      }
    }
  }

  /** Nodes within 0, 1, ... hops against the direction of edges. */
  private static List<Set<Integer>> reached(Topology graph, int target, int hops) {
    List<Set<Integer>> sets = new ArrayList<>(List.of(Set.of(target)));
    for (int hop = 0; hop < hops; hop++) {
      Set<Integer> next = new HashSet<>(sets.get(hop));
      for (int node : sets.get(hop)) {
        for (int e = graph.begins()[node]; e < graph.begins()[node + 1]; e++) {
          next.add(graph.sources()[e]);
        }
      }
      sets.add(next);
    }
    return sets;
  }

  private static long[] asIds(Set<Integer> nodes) {
    return nodes.stream().mapToLong(i -> 10L * i + 5).toArray();
  }

  private static List<String> edges(Topology graph, int node) {
    List<String> edges = new ArrayList<>();
    for (int e = graph.begins()[node]; e < graph.begins()[node + 1]; e++) {
      edges.add((10L * graph.sources()[e] + 5) + " " + graph.weight(e));
    }
    return edges.stream().sorted().toList();
  }

  private static List<String> edges(Neighbourhood found, int at) {
    List<String> edges = new ArrayList<>();
    for (int e = found.begins()[at]; e < found.begins()[at + 1]; e++) {
      float weight = found.weights() == null ? 1 : found.weights()[e];
      edges.add(found.ids()[found.sources()[e]] + " " + weight);
    }
    return edges.stream().sorted().toList();
  }

  @Test
  void drawsEachNodeOnceHoweverItIsReached() {
    // 0 and 1 point at each other, so the target is reached again at the second hop.
    Topology graph =
        Topology.of(4, new int[] {1, 2, 3, 0, 2, 3}, new int[] {0, 0, 0, 1, 1, 1}, null);
    Neighbourhood found =
        new NeighbourSampler(graph, ids(4), how(10, false, 2, 2)).around(5, 15);
    assertThat(found.begins()[1]).isEqualTo(2);
    assertThat(found.begins()[2] - found.begins()[1]).isEqualTo(2);
    assertThat(found.ids()).doesNotHaveDuplicates();
    assertThat(found.weights()).containsOnly(1.5f);
  }

  @Test
  void capsHubsWhereAllAreWanted() {
    int[] sources = new int[500];
    int[] targets = new int[500];
    for (int e = 0; e < 500; e++) {
      sources[e] = e + 1;
    }
    Topology graph = Topology.of(501, sources, targets, null);
    long[] ids = ids(501);
    Neighbourhood capped =
        new NeighbourSampler(graph, ids, how(20, false, Neighbourhoods.ALL)).around(5);
    assertThat(capped.sources()).hasSize(20);
    assertThat(capped.weights()).containsOnly(25);
    Neighbourhood whole =
        new NeighbourSampler(graph, ids, how(500, false, Neighbourhoods.ALL)).around(5);
    assertThat(whole.sources()).hasSize(500);
    assertThat(whole.weights()).isNull();
    // An explicit fan-out is not about hubs.
    assertThat(new NeighbourSampler(graph, ids, how(20, false, 60)).around(5).sources())
        .hasSize(60);
  }

  @Test
  void givesATargetWithoutEdgesAlone() {
    Neighbourhood found =
        new NeighbourSampler(
                Topology.of(2, new int[0], new int[0], null), ids(2), how(9, true, 5, 5))
            .around(15);
    assertThat(found.ids()).containsExactly(15);
    assertThat(found.begins()).containsExactly(0, 0);
    assertThat(found.sources()).isEmpty();
  }

  @Test
  void refusesNodesThatItDoesNotHave() {
    NeighbourSampler sampler =
        new NeighbourSampler(random(NODES, 10, 1, false), ids(NODES), how(9, false, 5));
    assertThatThrownBy(() -> sampler.around(6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot sample neighbours of node 6: the graph has no such node (expected one of 200).");
    assertThatThrownBy(() -> sampler.around(5, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node 5 twice");
  }

  @Test
  void keepsTheSumOverTwoHopsUnbiased() {
    Topology graph = random(40, 900, 8, true);
    double[] x = new Random(4).doubles(40).toArray();
    int target = 3;
    double expected = twoHops(graph, target, x);
    for (boolean weighted : new boolean[] {false, true}) {
      double sum = 0;
      double squares = 0;
      int trials = 20_000;
      for (int seed = 0; seed < trials; seed++) {
        Neighbourhoods how = new Neighbourhoods(false, List.of(3, 4), weighted, 1000, seed);
        double found = twoHops(new NeighbourSampler(graph, ids(40), how), target, x);
        sum += found;
        squares += found * found;
      }
      double mean = sum / trials;
      double error = Math.sqrt((squares / trials - mean * mean) / trials);
      assertThat(mean).isCloseTo(expected, within(4 * error));
    }
  }

  /** Sum of products of weights along all paths of two edges, without those through the target. */
  private static double twoHops(Topology graph, int target, double[] x) {
    double sum = 0;
    for (int e = graph.begins()[target]; e < graph.begins()[target + 1]; e++) {
      int middle = graph.sources()[e];
      for (int f = graph.begins()[middle]; middle != target && f < graph.begins()[middle + 1]; f++) {
        sum += graph.weight(e) * graph.weight(f) * x[graph.sources()[f]];
      }
    }
    return sum;
  }

  private static double twoHops(NeighbourSampler sampler, int target, double[] x) {
    Neighbourhood found = sampler.around(10L * target + 5);
    double sum = 0;
    for (int e = 0; e < found.begins()[1]; e++) {
      int middle = found.sources()[e];
      for (int f = found.begins()[middle]; middle != 0 && f < found.begins()[middle + 1]; f++) {
        double path = found.weights() == null ? 1 : found.weights()[e] * found.weights()[f];
        sum += path * x[(int) (found.ids()[found.sources()[f]] / 10)];
      }
    }
    return sum;
  }
}
