package io.millrace.server.score;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that run models, and a bound on what waits for them. The owner closes it. */
final class ScoringQueue implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;

  private final ExecutorService threads;
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
    this.maxRows = maxRows;
  }

  /** Rows that wait or are being scored. */
  int rows() {
    return rows.get();
  }

  /**
   * Lets the threads work, and waits for a result.
   *
   * @param count rows that wait for it
   * @param result which the work completes
   * @param enqueue done before, if there is room
   * @throws ApiException with RESOURCE_EXHAUSTED if too many rows wait already
   */
  <T> T run(int count, CompletableFuture<T> result, Runnable enqueue, Runnable work) {
    int before = rows.getAndAdd(count);
    try {
      if (before > 0 && before + (long) count > maxRows) {
        throw ApiException.busy(
            "Cannot score %d rows now: %d wait already (expected at most %d together). Try again."
                .formatted(count, before, maxRows));
      }
      enqueue.run();
      threads.execute(work);
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

  @Override
  public void close() {
    threads.shutdown();
  }
}
