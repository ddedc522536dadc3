package io.millrace.jobs.measures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComponentBlockTest {
  @Test
  void smallestIdNamesAComponentWhicheverWayItsEdgesLead() {
    ComponentBlock block = new ComponentBlock();
    long[][] edges = {{9, 8}, {3, 3}, {5, 7}, {7, 9}, {1L << 60, 4}, {4, 2}, {6, 5}};
    for (long[] edge : edges) {
      block.add(edge[0], edge[1]);
    }

    Map<Long, Long> found = new HashMap<>();
    for (int node = 0; node < block.nodes(); node++) {
      found.put(block.id(node), block.smallest(node));
    }
    assertThat(found)
        .containsOnly(
            Map.entry(5L, 5L),
            Map.entry(6L, 5L),
            Map.entry(7L, 5L),
            Map.entry(8L, 5L),
            Map.entry(9L, 5L),
            Map.entry(3L, 3L),
            Map.entry(2L, 2L),
            Map.entry(4L, 2L),
            Map.entry(1L << 60, 2L));
  }

  @Test
  void pathOfAnyLengthIsOneComponent() {
    ComponentBlock block = new ComponentBlock();
    int length = 200_000;
    for (int i = 0; i < length; i++) {
      // Every other edge first, so that long chains are joined to long chains.
      long a = 2L * i % length;
      block.add(length - a, length - a - 1);
    }
    for (long a = 1; a < length; a += 2) {
      block.add(length - a, length - a - 1);
    }

    assertThat(block.nodes()).isEqualTo(length + 1);
    for (int node = 0; node < block.nodes(); node += 97) {
      assertThat(block.smallest(node)).isZero();
    }
  }
}
