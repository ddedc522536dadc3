package io.millrace.server.webhook;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When what was not accepted is tried again: after a time that doubles, up to a longest one, and of
 * which between half and all is waited, so that the receivers of one failure do not come back
 * together.
 *
 * @param first pause
 * @param longest pause
 * @param giveUp how long after the first attempt there is no further one
 */
public record Retry(Duration first, Duration longest, Duration giveUp) {
  public static final Retry DEFAULT =
      new Retry(Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofDays(3));

  /**
   * @param failures so far, from 1
   */
  long pauseMs(int failures) {
    double doubled = first.toMillis() * Math.pow(2, Math.min(failures, 60) - 1.0);
    long most = (long) Math.min(longest.toMillis(), doubled);
    return most - ThreadLocalRandom.current().nextLong(most / 2 + 1);
  }
}
