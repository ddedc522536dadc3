package io.millrace.benchmarks.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RmatTest {
  private static final int THROWN = 200_000;

  @Test
  void throwsEdgesIntoTheQuartersOfTheMatrixInTheirShares() {
    Rmat graph = new Rmat(1, THROWN, 3);
    int[] found = new int[4];
    for (int e = 0; e < THROWN; e++) {
      long edge = graph.edge(e);
      found[(int) (2 * (edge >>> 32) + (edge & 1))]++;
    }
    double[] shares = {0.57, 0.19, 0.19, 0.05};
    for (int quarter = 0; quarter < 4; quarter++) {
      double p = shares[quarter];
      assertThat(found[quarter] / (double) THROWN)
          .isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / THROWN)));
    }
  }

  @Test
  void makesHubsAndKeepsIdsBelowTheNumberOfNodes() {
    Rmat graph = new Rmat(10, THROWN, 3);
    int[] degrees = new int[1 << 10];
    Set<Long> sources = new HashSet<>();
    for (int e = 0; e < THROWN; e++) {
      long edge = graph.edge(e);
      degrees[(int) edge]++;
      sources.add(edge >>> 32);
    }
    int largest = java.util.Arrays.stream(degrees).max().orElseThrow();
    // The largest in-degree is expected at node 0: all ten times in the left half, 0.76^10.
    double share = Math.pow(0.76, 10);
    assertThat(largest / (double) THROWN).isCloseTo(share, within(4 * Math.sqrt(share / THROWN)));
    assertThat(degrees[0]).isEqualTo(largest);
    assertThat(sources).allMatch(source -> source < 1 << 10);
  }
}
