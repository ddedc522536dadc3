package io.millrace.server.score;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * How many models run at the same time, and a bound on what waits for them. Where there is room the
 * caller's own thread runs the model: handing rows over to another and back takes longer than
 * scoring a few. The owner closes it.
 */
final class ScoringQueue implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;

  private final ExecutorService threads;
  private final Semaphore room;
  private final int maxRows;
  private final AtomicInteger rows = new AtomicInteger();

  ScoringQueue(int threads, int maxRows) {
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "scoring");
              thread.setDaemon(true);
              return thread;
            });
    this.room = new Semaphore(threads);
    this.maxRows = maxRows;
  }

  /** Rows that wait or are being scored. */
  int rows() {
    return rows.get();
  }

  /**
   * Works, or lets others work, and waits for a result.
   *
   * @param count rows that wait for it
   * @param result which one of the portions completes
   * @param enqueue done before, if not too many wait
   * @param portion of the work; tells whether there was any
   * @throws ApiException with RESOURCE_EXHAUSTED if too many rows wait already
   */
  <T> T run(int count, CompletableFuture<T> result, Runnable enqueue, BooleanSupplier portion) {
    int before = rows.getAndAdd(count);
    try {
      if (before > 0 && before + (long) count > maxRows) {
        throw ApiException.busy(
            "Cannot score %d rows now: %d wait already (expected at most %d together). Try again."
                .formatted(count, before, maxRows));
      }
      enqueue.run();
      if (room.tryAcquire()) {
        workUntil(result, portion);
      } else {
        threads.execute(() -> work(portion));
      }
      return result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("The model failed", e.getCause());
    } catch (TimeoutException e) {
      throw new ApiException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          "Cannot score: no result after %d s. Try again with fewer rows."
              .formatted(TIMEOUT_SECONDS),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, "Cannot score: the server is stopping.", e);
    } finally {
      rows.addAndGet(-count);
    }
  }

  /** Whoever waits for what is left over has asked for a thread. */
  private void workUntil(CompletableFuture<?> result, BooleanSupplier portion) {
    try {
      boolean more = true;
      while (more && !result.isDone()) {
        more = portion.getAsBoolean();
      }
    } finally {
      room.release();
    }
  }

  private void work(BooleanSupplier portion) {
    room.acquireUninterruptibly();
    try {
      boolean more = true;
      while (more) {
        more = portion.getAsBoolean();
      }
    } finally {
      room.release();
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
