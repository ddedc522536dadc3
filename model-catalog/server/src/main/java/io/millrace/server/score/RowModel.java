package io.millrace.server.score;

import io.millrace.catalog.Batch;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Scores;
import io.millrace.catalog.VersionEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A model that scores rows one by one. Requests that came while others were scored are scored
 * together: nobody waits for company, and many single rows cost little more than one batch.
 */
final class RowModel extends LoadedModel {
  /** Rows of one run of the model. */
  static final int BATCH_ROWS = 2048;

  private final OnnxScorer scorer;
  private final Deque<Job> waiting = new ConcurrentLinkedDeque<>();
  private final Deque<Batch> batches = new ConcurrentLinkedDeque<>();

  RowModel(VersionEntry version, OnnxScorer scorer) {
    super(version, scorer.signature());
    this.scorer = scorer;
  }

  @Override
  Answer answer(InputStream body, long bodyBytes, ScoringQueue queue) throws IOException {
    Invocation invocation = Invocation.read(body, bodyBytes, signature());
    Job job = new Job(invocation.table(), signature());
    Map<String, Object> outputs =
        queue.run(job.rows(), job.done(), () -> waiting.add(job), this::work);
    return new Answer(outputs, invocation.columnwise(), job.rows());
  }

  @Override
  void close() {
    scorer.close();
  }

  /** Scores some of what waits; false if nothing does. */
  private boolean work() {
    List<Job> jobs = next();
    if (jobs.size() == 1) {
      alone(jobs.get(0));
    } else if (!jobs.isEmpty()) {
      together(jobs);
    }
    return !jobs.isEmpty();
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
