package io.millrace.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldBackOutputStreamTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000})
  void keepsTheLastBytesUntilTheyAreReleased(int size) throws Exception {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeldBackOutputStream held = new HeldBackOutputStream(out);
    Random random = new Random(1);
    for (int from = 0; from < size; ) {
      int length = Math.min(size - from, 1 + random.nextInt(100_000));
      held.write(content, from, length);
      from += length;
    }

    if (size > 0) {
      assertThat(out.size()).as("something is kept back").isLessThan(size);
    }
    held.release();
    assertThat(out.toByteArray()).isEqualTo(content);
  }
}
