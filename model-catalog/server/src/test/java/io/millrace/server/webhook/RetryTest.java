package io.millrace.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {
  private static final Retry RETRY =
      new Retry(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofDays(1));

  @ParameterizedTest
  @CsvSource({
    "1, 500, 1000",
    "2, 1000, 2000",
    "5, 8000, 16000",
    "6, 10000, 20000",
    "999, 10000, 20000"
  })
  void waitsLongerAndLonger(int failures, long least, long most) {
    long[] pauses = LongStream.range(0, 1000).map(i -> RETRY.pauseMs(failures)).sorted().toArray();

    assertThat(pauses[0]).isBetween(least, least + most / 20);
    assertThat(pauses[999]).isBetween(most - most / 20, most);
  }
}
