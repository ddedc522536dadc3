package io.millrace.server.score;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.util.Map;
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
   * Scores the rows of a request, and waits for it.
   *
   * @throws ApiException with RESOURCE_EXHAUSTED if too many rows wait already
   */
  Map<String, Object> score(LoadedModel model, Job job) {
    int before = rows.getAndAdd(job.rows());
    try {
      if (before > 0 && before + (long) job.rows() > maxRows) {
        throw ApiException.busy(
            "Cannot score %d rows now: %d wait already (expected at most %d together). Try again."
                .formatted(job.rows(), before, maxRows));
      }
      model.add(job);
      threads.execute(model::work);
      return job.done().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
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
      rows.addAndGet(-job.rows());
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
