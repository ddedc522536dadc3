package io.millrace.server.watch;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.Waiting;
import io.millrace.server.operate.ServerMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** All who wait, up to a number. Closing it ends them. */
final class Followers implements AutoCloseable {
  private final int most;
  private final AtomicInteger taken = new AtomicInteger();
  private final Map<Waiting, LongSupplier> dueNanos = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Followers(int most, ServerMetrics metrics) {
    this.most = most;
    metrics.showFollowers(taken::get);
  }

  /**
   * Takes one more.
   *
   * @param make of what is to be run when it ends
   * @param due when it must be woken though nothing has happened, by {@link System#nanoTime}
   * @throws ApiException with RESOURCE_EXHAUSTED if there are too many, or if it is closed
   */
  Waiting add(Function<Runnable, Waiting> make, LongSupplier due) {
    if (closed) {
      throw stopping();
    }
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      throw ApiException.busy(
          "Cannot follow: %d follow already (expected fewer). Try again, or ask another server."
              .formatted(most));
    }
    Waiting[] self = new Waiting[1];
    self[0] =
        make.apply(
            () -> {
              dueNanos.remove(self[0]);
              taken.decrementAndGet();
            });
    dueNanos.put(self[0], due);
    return self[0];
  }

  static ApiException stopping() {
    return ApiException.of(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        ErrorCode.TEMPORARILY_UNAVAILABLE.status(),
        "Cannot follow any longer: the server is stopping. Try again.",
        Map.of("Retry-After", "1"));
  }

  boolean closed() {
    return closed;
  }

  void wakeAll() {
    dueNanos.keySet().forEach(Waiting::wake);
  }

  void wakeDue() {
    long now = System.nanoTime();
    dueNanos.forEach(
        (waiting, due) -> {
          if (due.getAsLong() - now <= 0) {
            waiting.wake();
          }
        });
  }

  @Override
  public void close() {
    closed = true;
    wakeAll();
  }
}
