package io.millrace.bigdl.train;

import io.millrace.bigdl.data.Rows;
import io.millrace.bigdl.data.Shard;
import io.millrace.bigdl.kernel.Program;
import io.millrace.spec.network.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Computes the scores of a shard on all cores of an executor. */
final class Scoring {
  private static final int ROWS = 4096;

  private Scoring() {}

  /** What is done with the scores of some units: [scores, K]. */
  interface Use<T> {
    T use(Rows rows, float[] scores, int k);
  }

  /**
   * Scores all units in batches.
   *
   * @param use makes the object that one thread uses
   * @return what the batches gave, in the order of the scores
   */
  static <T> List<T> score(TrainingPlan plan, Shard shard, float[] weights, Supplier<Use<T>> use) {
    ExecutorService pool = Executors.newFixedThreadPool(plan.cores());
    try {
      List<Future<List<T>>> parts = new ArrayList<>();
      for (int core = 0; core < plan.cores(); core++) {
        int from = (int) ((long) shard.size() * core / plan.cores());
        int to = (int) ((long) shard.size() * (core + 1) / plan.cores());
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
    Rows rows = shard.room();
    int batch = batch(plan);
    List<T> results = new ArrayList<>();
    for (int first = from; first < to; first += batch) {
      shard.copy(null, first, Math.min(first + batch, to), 0, rows);
      float[] scores = program.forward(rows, weights, 0, false);
      results.add(use.use(rows, scores, program.outputWidth()));
    }
    return results;
  }

  /** Graphs take as much memory as in training at most. */
  static int batch(TrainingPlan plan) {
    return plan.network().overGraphs()
        ? Math.max(1, plan.settings().batchSize() / (plan.executors() * plan.cores()))
        : ROWS;
  }
}
