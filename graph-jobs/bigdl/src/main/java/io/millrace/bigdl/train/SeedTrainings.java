package io.millrace.bigdl.train;

import io.millrace.bigdl.checkpoint.Checkpoints;
import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.bigdl.train.DeepTraining.Result;
import io.millrace.spec.model.TrainingRuns.Run;
import io.millrace.spec.network.TrainingPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.apache.spark.api.java.JavaSparkContext;

/** The trainings of one model on one split with each of its seeds, over rows that are read once. */
final class SeedTrainings {
  private final JavaSparkContext spark;
  private final String split;
  private final TrainingPlan plan;
  private final LongFunction<Checkpoints> checkpoints;
  private final BiConsumer<Double, String> progress;

  /**
   * @param split its name
   * @param checkpoints of the training with a seed: one that is over is not trained again
   * @param progress hears the share of all trainings that is done, and what happens
   */
  SeedTrainings(
      JavaSparkContext spark,
      String split,
      TrainingPlan plan,
      LongFunction<Checkpoints> checkpoints,
      BiConsumer<Double, String> progress) {
    this.spark = spark;
    this.split = split;
    this.plan = plan;
    this.checkpoints = checkpoints;
    this.progress = progress;
  }

  /**
   * How all went.
   *
   * @param best the result of the training with the smallest validation loss
   * @param chosen its seed
   */
  record Outcome(Result best, long chosen, List<Run> runs) {}

  /** Trains with each seed, and measures the test split after each training. */
  Outcome train(Shards train, Shards valid, TestSplit test) throws IOException {
    List<Long> seeds = plan.settings().seeds();
    List<Run> runs = new ArrayList<>();
    Result best = null;
    int chosen = 0;
    for (int i = 0; i < seeds.size(); i++) {
      TrainingPlan own = plan.withSeed(seeds.get(i));
      Result result =
          new DeepTraining(spark, own, checkpoints.apply(seeds.get(i)), reporter(i, seeds.size()))
              .train(train, valid);
      // What BigDL keeps of a training that is over.
      Shards.freeOthers(spark, Set.of(train.rdd().id(), valid.rdd().id()));
      runs.add(run(own, result, test));
      if (best == null || runs.get(i).validLoss() < runs.get(chosen).validLoss()) {
        best = result;
        chosen = i;
      }
    }
    return new Outcome(best, seeds.get(chosen), runs);
  }

  private BiConsumer<Double, String> reporter(int number, int count) {
    return count == 1
        ? progress
        : (share, text) ->
            progress.accept(
                (number + share) / count, "seed %d of %d, %s".formatted(number + 1, count, text));
  }

  private Run run(TrainingPlan own, Result result, TestSplit test) {
    List<EpochRecord> history = result.history();
    EpochRecord best = history.get(EpochRecord.best(history, own.settings().stopOn()) - 1);
    List<Map<String, Double>> measured = measured(own, result, test);
    return new Run(
        split,
        own.settings().seed(),
        history.size(),
        best.epoch(),
        best.validLoss(),
        best.metrics(),
        measured.get(0),
        measured.get(1));
  }

  /** Metrics of the test split at the best and at the last epoch. */
  private static List<Map<String, Double>> measured(
      TrainingPlan plan, Result result, TestSplit test) {
    if (test.isEmpty()) {
      return List.of(Map.of(), Map.of());
    }
    boolean same = result.weights() == result.lastWeights();
    List<float[]> weights =
        same ? List.of(result.weights()) : List.of(result.weights(), result.lastWeights());
    List<Validation> sums = test.measure(plan, weights);
    return List.of(
        sums.get(0).metrics(plan.task()), sums.get(sums.size() - 1).metrics(plan.task()));
  }
}
