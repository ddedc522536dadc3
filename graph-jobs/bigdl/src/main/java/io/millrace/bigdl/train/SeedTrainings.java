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

  Outcome train(Shards train, Shards valid) throws IOException {
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
      runs.add(run(own, result.history()));
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

  private static Run run(TrainingPlan plan, List<EpochRecord> history) {
    EpochRecord best = history.get(EpochRecord.best(history, plan.settings().stopOn()) - 1);
    return new Run(
        plan.settings().seed(), history.size(), best.epoch(), best.validLoss(), best.metrics());
  }

  private static Map<String, Spread> spread(List<Run> runs) {
    Map<String, Spread> spread = new TreeMap<>();
    spread.put(LOSS, Spread.of(runs.stream().map(Run::validLoss).toList()));
    for (String metric : runs.get(0).metrics().keySet()) {
      spread.put(metric, Spread.of(runs.stream().map(run -> run.metrics().get(metric)).toList()));
    }
    return spread;
  }
}
