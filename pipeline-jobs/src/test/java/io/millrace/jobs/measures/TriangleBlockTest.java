package io.millrace.jobs.measures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TriangleBlockTest {
  private static final int NODES = 60;

  @Test
  void countsWhatThreeLoopsCount() {
    SplittableRandom random = new SplittableRandom(5);
    boolean[][] tied = new boolean[NODES][NODES];
    TriangleBlock block = new TriangleBlock();
    for (int a = 0; a < NODES; a++) {
      for (int b = a + 1; b < NODES; b++) {
        // Node 0 is a hub.
        if (random.nextInt(a == 0 ? 2 : 7) == 0) {
          tied[a][b] = true;
          tied[b][a] = true;
          block.add(1000L * b, 1000L * a);
        }
      }
    }
    long[] expected = new long[NODES];
    for (int a = 0; a < NODES; a++) {
      for (int b = 0; b < a; b++) {
        for (int c = 0; c < b; c++) {
          if (tied[a][b] && tied[b][c] && tied[a][c]) {
            expected[a]++;
            expected[b]++;
            expected[c]++;
          }
        }
      }
    }
    long[] found = new long[NODES];
    block.count((x, y, z) -> true, (id, n) -> found[(int) (id / 1000)] = n);
    assertThat(found).containsExactly(expected);
    assertThat(Arrays.stream(found).sum()).isPositive();
  }

  @Test
  void countsOnlyTrianglesThatAreAskedFor() {
    TriangleBlock block = new TriangleBlock();
    long[][] edges = {{1, 2}, {2, 3}, {1, 3}, {3, 4}, {2, 4}};
    for (long[] edge : edges) {
      block.add(edge[0], edge[1]);
    }
    long[] found = new long[5];
    block.count((x, y, z) -> x != 4 && y != 4 && z != 4, (id, n) -> found[(int) id] = n);
    assertThat(found).containsExactly(0, 1, 1, 1, 0);
  }
}
