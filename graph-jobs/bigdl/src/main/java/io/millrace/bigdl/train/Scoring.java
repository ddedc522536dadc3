package io.millrace.bigdl.train;

import io.millrace.bigdl.data.Rows;
import io.millrace.bigdl.data.Shard;
import io.millrace.bigdl.data.ShardColumns;
import io.millrace.bigdl.kernel.Program;
import io.millrace.spec.network.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Computes the scores of a shard's rows on all cores of an executor. */
final class Scoring {
  private static final int BATCH = 4096;

  private Scoring() {}

  /** What is done with the scores of some rows: [rows, K], from row {@code first} of the shard. */
  interface Use<T> {
    T use(Rows rows, int first, float[] scores, int k);
  }

  /**
   * Scores all rows in batches.
   *
   * @param use makes the object that one thread uses
   * @return what the batches gave, in the order of the rows
   */
  static <T> List<T> score(TrainingPlan plan, Shard shard, float[] weights, Supplier<Use<T>> use) {
    ExecutorService pool = Executors.newFixedThreadPool(plan.cores());
    try {
      List<Future<List<T>>> parts = new ArrayList<>();
      for (int core = 0; core < plan.cores(); core++) {
        int from = (int) ((long) shard.rows() * core / plan.cores());
        int to = (int) ((long) shard.rows() * (core + 1) / plan.cores());
        parts.add(pool.submit(() -> score(plan, shard, weights, use.get(), from, to)));
      }
      List<T> results = new ArrayList<>();
      for (Future<List<T>> part : parts) {
        results.addAll(part.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot score rows: the task was interrupted.", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> List<T> score(
      TrainingPlan plan, Shard shard, float[] weights, Use<T> use, int from, int to) {
    Program program = new Program(plan.network());
    ShardColumns columns = ShardColumns.of(plan.network(), plan.label(), plan.key());
    Rows rows = new Rows(columns.dense().size(), columns.indices().size());
    List<T> results = new ArrayList<>();
    for (int first = from; first < to; first += BATCH) {
      shard.copy(null, first, Math.min(first + BATCH, to), 0, rows);
      float[] scores = program.forward(rows, weights, 0, false);
      results.add(use.use(rows, first, scores, program.outputWidth()));
    }
    return results;
  }
}
