package io.millrace.bigdl.train;

import io.millrace.bigdl.checkpoint.Checkpoints;
import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.bigdl.train.DeepTraining.Result;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.model.TrainingRuns.Run;
import io.millrace.spec.model.TrainingRuns.Spread;
import io.millrace.spec.network.TrainingPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.apache.spark.api.java.JavaSparkContext;

/** The trainings of one model with each of its seeds, over rows that are read once. */
final class SeedTrainings {
  private static final String LOSS = "validLoss";

  private final JavaSparkContext spark;
  private final TrainingPlan plan;
  private final LongFunction<Checkpoints> checkpoints;
  private final BiConsumer<Double, String> progress;

  /**
   * @param checkpoints of the training with a seed: one that is over is not trained again
   * @param progress hears the share of all trainings that is done, and what happens
   */
  SeedTrainings(
      JavaSparkContext spark,
      TrainingPlan plan,
      LongFunction<Checkpoints> checkpoints,
      BiConsumer<Double, String> progress) {
    this.spark = spark;
    this.plan = plan;
    this.checkpoints = checkpoints;
    this.progress = progress;
  }

  /** The best training's result and how all went. */
  record Outcome(Result best, TrainingRuns runs) {}

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
    TrainingRuns all =
        new TrainingRuns(TrainingRuns.VERSION, seeds.get(chosen), runs, spread(runs));
    return new Outcome(best, all);
  }

  private BiConsumer<Double, String> reporter(int number, int count) {
    return count == 1
        ? progress
        : (share, text) ->
            progress.accept(
                (number + share) / count, "seed %d of %d, %s".formatted(number + 1, count, text));
  }

  private static Run run(TrainingPlan plan, Result result, TestSplit test) {
    List<EpochRecord> history = result.history();
    EpochRecord best = history.get(EpochRecord.best(history, plan.settings().stopOn()) - 1);
    List<Map<String, Double>> measured = measured(plan, result, test);
    return new Run(
        plan.settings().seed(),
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

  private static Map<String, Spread> spread(List<Run> runs) {
    Map<String, Spread> spread = new TreeMap<>();
    spread.put(LOSS, Spread.of(runs.stream().map(Run::validLoss).toList()));
    spread(spread, "", runs.stream().map(Run::metrics).toList());
    spread(spread, "testAtBest.", runs.stream().map(Run::testAtBest).toList());
    spread(spread, "testAtLast.", runs.stream().map(Run::testAtLast).toList());
    return spread;
  }

  private static void spread(
      Map<String, Spread> spread, String prefix, List<Map<String, Double>> metrics) {
    for (String name : metrics.get(0).keySet()) {
      spread.put(prefix + name, Spread.of(metrics.stream().map(m -> m.get(name)).toList()));
    }
  }
}
