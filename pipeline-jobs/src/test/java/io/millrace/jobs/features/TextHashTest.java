package io.millrace.jobs.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextHashTest {
  private static final int BUCKETS = 1_000_003;

  /** Values that implementations of Murmur3 x86 32-bit publish; some are above 2^31. */
  @ParameterizedTest
  @CsvSource({
    "hello, 0, 248bfa47",
    "'hello, world', 0, 149bbb7f",
    "The quick brown fox jumps over the lazy dog, 0, 2e4ff723",
    "test, 0, ba6bd213",
    "aaaa, 9747b28c, 5a97808a",
    "ππππππππ, 9747b28c, d58063c1"
  })
  void hashesAsPublished(String text, String seed, String hash) {
    long expected = Long.parseLong(hash, 16) % BUCKETS + 1;
    assertThat(TextHash.bucket(text, BUCKETS, Integer.parseUnsignedInt(seed, 16)))
        .isEqualTo((int) expected);
  }

  @Test
  void putsMissingTextIntoBucketZero() {
    assertThat(TextHash.bucket(null, 10, 42)).isZero();
    assertThat(TextHash.bucket("", 10, 42)).isZero();
  }

  @Test
  void usesBucketsFromOneToTheirNumberAndAllOfThem() {
    boolean[] seen = new boolean[8];
    for (int i = 0; i < 1000; i++) {
      seen[TextHash.bucket("value " + i, 7, 42)] = true;
    }
    assertThat(seen).containsExactly(false, true, true, true, true, true, true, true);
  }
}
