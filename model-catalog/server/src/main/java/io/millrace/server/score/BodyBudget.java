package io.millrace.server.score;

import io.millrace.server.api.ApiException;
import io.millrace.server.http.Exchange;
import java.util.concurrent.Semaphore;

/** A bound on the bodies that are read and scored at the same time, since rows stay in memory. */
final class BodyBudget {
  /** A text of a few bytes in a body becomes some fifty in memory. */
  private static final long HEAP_SHARE = 32;

  private static final int UNIT_BYTES = 1024;

  private final int units;
  private final Semaphore free;

  BodyBudget() {
    units = (int) Math.min(1 << 20, Runtime.getRuntime().maxMemory() / HEAP_SHARE / UNIT_BYTES);
    free = new Semaphore(units);
  }

  /** The longest body that there is ever room for. */
  long maxBytes() {
    return (long) units * UNIT_BYTES;
  }

  /**
   * Takes room for a body; the caller gives it back.
   *
   * @return what to give back
   * @throws ApiException with RESOURCE_EXHAUSTED if there is none now
   */
  int take(Exchange exchange, long maxBytes) {
    long length = exchange.bodyLength();
    // A body that does not tell its length may be as long as is allowed.
    long bytes = length < 0 ? maxBytes : Math.min(length, maxBytes);
    int wanted = (int) (bytes / UNIT_BYTES) + 1;
    if (!free.tryAcquire(Math.min(units, wanted))) {
      throw ApiException.busy(
          "Cannot score now: the rows of other requests fill the memory that is meant for them. Try again.");
    }
    return Math.min(units, wanted);
  }

  void give(int taken) {
    free.release(taken);
  }
}
