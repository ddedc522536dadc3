package io.millrace.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongIntMapTest {
  @Test
  void behavesLikeAMapOfObjects() {
    Random random = new Random(3);
    LongIntMap map = new LongIntMap();
    for (int round = 0; round < 3; round++) {
      Map<Long, Integer> expected = new HashMap<>();
      for (int i = 0; i < 20_000; i++) {
        long key = random.nextInt(15_000) * 4096L - 7;
        Integer before = expected.putIfAbsent(key, i);
        assertThat(map.putIfAbsent(key, i)).isEqualTo(before == null ? LongIntMap.NONE : before);
      }
      assertThat(map.size()).isEqualTo(expected.size());
      expected.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
      assertThat(map.get(1)).isEqualTo(LongIntMap.NONE);
      map.clear();
      assertThat(map.size()).isZero();
      assertThat(map.get(-7)).isEqualTo(LongIntMap.NONE);
    }
  }
}
