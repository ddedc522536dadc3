package io.millrace.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffledModelTest {
  private static final int ROWS = 1000;

  @Test
  void anOrderHasEveryRowOnce() {
    int[] order = ShuffledModel.order(ROWS, "distance", 0, 7);
    assertThat(IntStream.of(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, ROWS).toArray());
    // Of a random order about one row stays where it was.
    assertThat(IntStream.range(0, ROWS).filter(i -> order[i] == i).count()).isLessThan(10);
  }

  @Test
  void anOrderDependsOnColumnRepeatAndSeedAlone() {
    int[] order = ShuffledModel.order(ROWS, "distance", 1, 7);
    assertThat(ShuffledModel.order(ROWS, "distance", 1, 7)).isEqualTo(order);
    assertThat(ShuffledModel.order(ROWS, "origin", 1, 7)).isNotEqualTo(order);
    assertThat(ShuffledModel.order(ROWS, "distance", 2, 7)).isNotEqualTo(order);
    assertThat(ShuffledModel.order(ROWS, "distance", 1, 8)).isNotEqualTo(order);
  }
}
