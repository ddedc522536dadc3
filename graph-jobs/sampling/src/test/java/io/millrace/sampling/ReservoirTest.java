package io.millrace.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is drawn, against the laws that the draws promise to follow. */
class ReservoirTest {
  private static final int TRIALS = 60_000;
  private static final float[] WEIGHTS = {0.5f, 1, 1, 2, 4, 8};

  /** 99.9 % of chi-square by degrees of freedom, from tables. */
  private static final Map<Integer, Double> CHI_999 = Map.of(5, 20.515, 14, 36.123, 29, 58.301);

  private static InEdges draw(int limit, boolean weighted, long node, float[] weights) {
    Reservoir reservoir = new Reservoir(limit, weighted);
    reservoir.start(7, node, 0);
    for (int i = 0; i < weights.length; i++) {
      reservoir.offer(i, 0, weights[i]);
    }
    return reservoir.drawn();
  }

  private static double chiSquare(Map<List<Long>, Integer> seen, Map<List<Long>, Double> chances) {
    double sum = 0;
    for (var entry : chances.entrySet()) {
      double expected = entry.getValue() * TRIALS;
      sum += Math.pow(seen.getOrDefault(entry.getKey(), 0) - expected, 2) / expected;
    }
    assertThat(chances.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-9));
    assertThat(sum).isLessThan(CHI_999.get(chances.size() - 1));
    return sum;
  }

  private static List<Long> list(long[] sources) {
    return Arrays.stream(sources).boxed().toList();
  }

  @Test
  void drawsEachSetOfEdgesAsOftenAsTheOthers() {
    Map<List<Long>, Integer> seen = new HashMap<>();
    Map<List<Long>, Double> chances = new HashMap<>();
    float[] even = new float[6];
    Arrays.fill(even, 1);
    for (int node = 0; node < TRIALS; node++) {
      seen.merge(list(draw(2, false, node, even).sources()).stream().sorted().toList(), 1, Integer::sum);
    }
    for (long i = 0; i < 6; i++) {
      for (long j = i + 1; j < 6; j++) {
        chances.put(List.of(i, j), 1 / 15.0);
      }
    }
    chiSquare(seen, chances);
  }

  @Test
  void drawsOneAfterTheOtherInProportionToTheirWeights() {
    Map<List<Long>, Integer> seen = new HashMap<>();
    for (int node = 0; node < TRIALS; node++) {
      seen.merge(list(draw(2, true, node, WEIGHTS).sources()), 1, Integer::sum);
    }
    double all = 16.5;
    Map<List<Long>, Double> chances = new HashMap<>();
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        if (i != j) {
          chances.put(
              List.of((long) i, (long) j), WEIGHTS[i] / all * WEIGHTS[j] / (all - WEIGHTS[i]));
        }
      }
    }
    chiSquare(seen, chances);
  }

  @Test
  void keepsSumsUnbiased() {
    Random random = new Random(5);
    double[] x = random.doubles(6, -1, 3).toArray();
    double sum = 0;
    for (int i = 0; i < 6; i++) {
      sum += WEIGHTS[i] * x[i];
    }
    for (boolean weighted : new boolean[] {false, true}) {
      for (int limit : new int[] {1, 2, 3, 5}) {
        double total = 0;
        double squares = 0;
        for (int node = 0; node < TRIALS; node++) {
          InEdges drawn = draw(limit, weighted, node, WEIGHTS);
          double found = 0;
          for (int i = 0; i < drawn.sources().length; i++) {
            found += drawn.weights()[i] * x[(int) drawn.sources()[i]];
          }
          total += found;
          squares += found * found;
        }
        double mean = total / TRIALS;
        double error = Math.sqrt((squares / TRIALS - mean * mean) / TRIALS);
        assertThat(mean).as("weighted %s, %d drawn", weighted, limit).isCloseTo(sum, within(4 * error));
      }
    }
  }

  @Test
  void givesEdgesAnEvenShareInUniformDraws() {
    InEdges drawn = draw(4, false, 3, new float[] {1, 2, 1, 2, 1, 2});
    assertThat(drawn.sources()).hasSize(4).doesNotHaveDuplicates();
    for (int i = 0; i < 4; i++) {
      float weight = drawn.sources()[i] % 2 == 0 ? 1 : 2;
      assertThat(drawn.weights()[i]).isEqualTo(weight * 6 / 4);
    }
  }

  @Test
  void leavesWeightsWhereAllAreDrawn() {
    for (boolean weighted : new boolean[] {false, true}) {
      InEdges drawn = draw(6, weighted, 3, WEIGHTS);
      assertThat(drawn.sources()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
      for (int i = 0; i < 6; i++) {
        assertThat(drawn.weights()[i]).isEqualTo(WEIGHTS[(int) drawn.sources()[i]]);
      }
    }
  }

  @Test
  void drawsTheSameFromAnyPartsInAnyOrder() {
    Random random = new Random(11);
    List<Integer> edges = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      edges.add(i);
    }
    for (boolean weighted : new boolean[] {false, true}) {
      for (int limit : new int[] {1, 10, 100, 499, 500}) {
        InEdges whole = inParts(edges, 1, limit, weighted);
        for (int parts : new int[] {2, 7, 60}) {
          Collections.shuffle(edges, random);
          InEdges merged = inParts(edges, parts, limit, weighted);
          assertThat(merged.sources()).isEqualTo(whole.sources()).hasSize(limit);
          assertThat(merged.weights()).isEqualTo(whole.weights());
        }
      }
    }
  }

  /** Edge i comes from node i / 3 with a weight of its own, so there are parallel edges. */
  private static InEdges inParts(List<Integer> edges, int parts, int limit, boolean weighted) {
    Reservoir all = new Reservoir(limit, weighted);
    all.start(1, 42, 1);
    for (int p = 0; p < parts; p++) {
      Reservoir part = new Reservoir(limit, weighted);
      part.start(1, 42, 1);
      for (int i = p; i < edges.size(); i += parts) {
        int edge = edges.get(i);
        part.offer(edge / 3, edge % 3, 1 + edge % 5);
      }
      Reservoir.Candidates left = part.candidates();
      assertThat(left.sources().length).isLessThanOrEqualTo(limit + 1);
      all.join(left);
    }
    return all.drawn();
  }

  @Test
  void tellsParallelEdgesApart() {
    int[] twice = new int[TRIALS];
    int both = 0;
    for (int node = 0; node < TRIALS; node++) {
      Reservoir reservoir = new Reservoir(1, false);
      reservoir.start(3, node, 0);
      reservoir.offer(1, 0, 1);
      reservoir.offer(1, 1, 1);
      reservoir.offer(2, 0, 1);
      twice[node] = reservoir.drawn().sources()[0] == 1 ? 1 : 0;
      both += twice[node];
    }
    // Two of three edges come from node 1.
    assertThat(both / (double) TRIALS)
        .isCloseTo(2 / 3.0, within(4 * Math.sqrt(2 / 9.0 / TRIALS)));
  }

  @Test
  void drawsOtherEdgesForOtherSeedsNodesAndHops() {
    float[] even = new float[100];
    Arrays.fill(even, 1);
    Reservoir reservoir = new Reservoir(5, false);
    List<List<Long>> drawn = new ArrayList<>();
    for (long[] about : new long[][] {{1, 1, 0}, {2, 1, 0}, {1, 2, 0}, {1, 1, 1}, {1, 1, 0}}) {
      reservoir.start(about[0], about[1], (int) about[2]);
      for (int i = 0; i < 100; i++) {
        reservoir.offer(i, 0, 1);
      }
      drawn.add(list(reservoir.drawn().sources()));
    }
    assertThat(drawn.subList(0, 4)).doesNotHaveDuplicates();
    assertThat(drawn.get(4)).isEqualTo(drawn.get(0));
  }
}
