package io.millrace.server.score;

import io.millrace.catalog.Batch;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Scores;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionEntry;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A version in memory. Requests that came while others were scored are scored together: nobody
 * waits for company, and many single rows cost little more than one batch. It is closed when nobody
 * holds it any more.
 */
final class LoadedModel {
  /** Rows of one run of the model. */
  static final int BATCH_ROWS = 2048;

  private final VersionEntry version;
  private final OnnxScorer scorer;
  private final Deque<Job> waiting = new ConcurrentLinkedDeque<>();
  private final Deque<Batch> batches = new ConcurrentLinkedDeque<>();
  private final AtomicInteger holds = new AtomicInteger(1);

  LoadedModel(VersionEntry version, OnnxScorer scorer) {
    this.version = version;
    this.scorer = scorer;
  }

  VersionEntry version() {
    return version;
  }

  Signature signature() {
    return scorer.signature();
  }

  /**
   * @return false if it is closed already
   */
  boolean hold() {
    return holds.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  void release() {
    if (holds.decrementAndGet() == 0) {
      scorer.close();
    }
  }

  void add(Job job) {
    waiting.add(job);
  }

  /** Scores what waits, until nothing does. */
  void work() {
    for (List<Job> jobs = next(); !jobs.isEmpty(); jobs = next()) {
      if (jobs.size() == 1) {
        alone(jobs.get(0));
      } else {
        together(jobs);
      }
    }
  }

  /** As many as fit into one run, at least one. */
  private List<Job> next() {
    List<Job> jobs = new ArrayList<>();
    int rows = 0;
    for (Job job = waiting.poll(); job != null; job = waiting.poll()) {
      if (!jobs.isEmpty() && rows + job.rows() > BATCH_ROWS) {
        waiting.addFirst(job);
        break;
      }
      jobs.add(job);
      rows += job.rows();
    }
    return jobs;
  }

  private void together(List<Job> jobs) {
    try {
      score(jobs);
      jobs.forEach(Job::succeed);
    } catch (RuntimeException | Error e) {
      // One request's rows must not be the end of another's.
      jobs.forEach(this::alone);
    }
  }

  private void score(List<Job> jobs) {
    Batch batch = takeBatch();
    int rows = 0;
    for (Job job : jobs) {
      job.table().copy(0, job.rows(), batch, rows);
      rows += job.rows();
    }
    Scores scores = batch.score(rows);
    int from = 0;
    for (Job job : jobs) {
      job.take(scores, from, job.rows(), 0);
      from += job.rows();
    }
    batches.push(batch);
  }

  private void alone(Job job) {
    try {
      Batch batch = takeBatch();
      for (int from = 0; from < job.rows(); from += BATCH_ROWS) {
        int count = Math.min(BATCH_ROWS, job.rows() - from);
        job.table().copy(from, count, batch, 0);
        job.take(batch.score(count), 0, count, from);
      }
      batches.push(batch);
      job.succeed();
    } catch (RuntimeException | Error e) {
      job.fail(e);
    }
  }

  /** One that failed is not given back: it may hold rows. */
  private Batch takeBatch() {
    Batch batch = batches.poll();
    return batch != null ? batch : scorer.batch(BATCH_ROWS);
  }
}
