package io.millrace.bigdl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sampling.Topology;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SelectionTest {
  /** Opposite corners of a square of atoms, say, after sums in another order. */
  @Test
  void scoresThatRoundingAloneTellsApartAreEqual() {
    assertThat(kept(0.5, 0.5f, Math.nextUp(0.5f), 0.5f, Math.nextUp(0.5f))).containsExactly(0, 1);
    assertThat(kept(0.25, -1.2f, Math.nextDown(-1.2f), 0f, -0f)).containsExactly(2);
  }

  @Test
  void keepsTheHighestOfDifferentScores() {
    assertThat(kept(0.5, 0.1f, 0.102f, -3, 0.104f)).containsExactly(1, 3);
    assertThat(kept(0.3, -1, -2, Float.NEGATIVE_INFINITY, 5e8f)).containsExactly(0, 3);
  }

  private static int[] kept(double ratio, float... scores) {
    Selection selection = new Selection(ratio);
    Topology graph = Topology.of(scores.length, new int[0], new int[0], null);
    int count = selection.select(graph, scores).nodes();
    return Arrays.copyOf(selection.kept(), count);
  }
}
