package io.millrace.bigdl.train;

import io.millrace.bigdl.checkpoint.Checkpoints;
import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.bigdl.data.ShardFiles;
import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.step.Events;
import io.millrace.handoff.step.StepAttempt;
import io.millrace.network.PredictorFiles;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.model.TrainingRuns.Run;
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.network.TrainingPlan;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The step of one model: rows into memory, training with further attempts, the engine's files. */
final class TrainStep {
  private static final Logger LOG = LoggerFactory.getLogger(TrainStep.class);
  private static final int ATTEMPTS = 5;
  private static final long EXECUTOR_PATIENCE_SECONDS = 120;
  private static final double LOADED = 0.05;
  private static final double TRAINED = 0.97;

  private final JavaSparkContext spark;
  private final RunDirectory run;
  private final ExecutorWatch executors;
  private final Events events;
  private final StepPlan step;
  private final TrainingInput input;

  TrainStep(
      JavaSparkContext spark,
      RunDirectory run,
      ExecutorWatch executors,
      Events events,
      StepPlan step,
      TrainingInput input) {
    this.spark = spark;
    this.run = run;
    this.executors = executors;
    this.events = events;
    this.step = step;
    this.input = input;
  }

  /** Runs the step to its end. */
  void run(StepAttempt attempt) throws Exception {
    for (int number = 1; ; number++) {
      try {
        tryOnce(attempt);
        return;
      } catch (Exception e) {
        if (number == ATTEMPTS || !mayHelp(e)) {
          throw e;
        }
        LOG.warn("attempt {} at {} failed", number, step.name(), e);
        events.warning(
            step.name(),
            "An executor was lost or failed (%s). Going on from the newest checkpoint."
                .formatted(firstLine(e)));
        Shards.freeOthers(spark, Set.of());
      }
    }
  }

  /** On one machine nothing is lost that comes back, and wrong input stays wrong. */
  private boolean mayHelp(Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IllegalArgumentException || t instanceof InterruptedException) {
        return false;
      }
    }
    return !spark.sc().isLocal();
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void tryOnce(StepAttempt attempt) throws Exception {
    if (!executors.await(input.executors(), EXECUTOR_PATIENCE_SECONDS)) {
      throw new IllegalStateException(
          "Cannot train '%s': fewer than %d executors came within %d s (expected as many as resources.executors says). Look at the cluster, or ask for fewer."
              .formatted(input.model().name(), input.executors(), EXECUTOR_PATIENCE_SECONDS));
    }
    SplitOutcome first = trainOn(0, attempt);
    List<Run> runs = new ArrayList<>(first.runs());
    for (int number = 1; number < input.splits().size(); number++) {
      runs.addAll(trainOn(number, attempt).runs());
    }
    run.storage()
        .writeJson(new Path(attempt.work(), "runs.json"), TrainingRuns.of(first.chosen(), runs));
    attempt.finish(
        new Ledger(first.trainRows(), first.trainRows(), Map.of(), Map.of()),
        new Measured(first.memoryBytes(), 0));
  }

  /**
   * The trainings on a split.
   *
   * @param chosen the seed of the best
   */
  private record SplitOutcome(long chosen, List<Run> runs, long trainRows, long memoryBytes) {}

  /** Trains on a split; the best of the first one is what the step is for. */
  private SplitOutcome trainOn(int number, StepAttempt attempt) throws Exception {
    progress(number, 0, "reading rows");
    Network network = input.network();
    ShardFiles files = input.files(network);
    try (Shards train = load(number, "train", files, false);
        Shards valid = load(number, "valid", files, true)) {
      TrainingPlan plan = input.plan(network, LabelFacts.of(train.rdd(), input.task()));
      if (files.graphs()) {
        requireRoom(plan, train, valid);
      }
      SeedTrainings trainings =
          new SeedTrainings(
              spark,
              input.splits().get(number),
              plan,
              seed -> checkpoints(number, seed),
              (share, text) -> progress(number, share, text));
      SeedTrainings.Outcome outcome =
          trainings.train(train, valid, new TestSplit(spark, part(number, "test", files)));
      if (number == 0) {
        ship(attempt.work(), plan, outcome.best(), valid);
      }
      long held = train.memoryBytes() + valid.memoryBytes();
      return new SplitOutcome(
          outcome.chosen(),
          outcome.runs(),
          plan.trainRows(),
          held + copies(outcome.best().weights().length));
    }
  }

  /** Writes the engine's files. */
  private void ship(Path work, TrainingPlan plan, DeepTraining.Result best, Shards valid)
      throws IOException {
    run.storage().writeJson(new Path(work, "training-plan.json"), plan);
    Path predictions = new Path(work, "predictions");
    run.storage().fs(predictions).delete(predictions, true);
    DeepTraining.predict(spark, plan, valid, best.weights(), predictions);
    save(work, plan, best);
  }

  private Shards load(int number, String name, ShardFiles files, boolean keyed) {
    return Shards.load(spark, part(number, name, files), input.executors(), keyed);
  }

  private PartFiles part(int number, String name, ShardFiles files) {
    return PartFiles.of(spark, files, input.manifest(), number, name);
  }

  private void requireRoom(TrainingPlan plan, Shards train, Shards valid) {
    int examples = Scoring.batch(plan);
    BatchRoom most =
        train
            .rdd()
            .union(valid.rdd())
            .map(shard -> BatchRoom.of(shard, examples))
            .reduce(BatchRoom::most);
    long held = (train.memoryBytes() + valid.memoryBytes()) / plan.executors();
    most.require(plan, held, input.whole());
  }

  /** Weights, gradients and two numbers of the optimiser. */
  private static long copies(int parameters) {
    return 4L * Float.BYTES * parameters;
  }

  /** Beside the work folder, so that another attempt at the same step finds them. */
  private Checkpoints checkpoints(int number, long seed) {
    String same = step.fingerprint().substring(0, Math.min(16, step.fingerprint().length()));
    Path folder = new Path(run.step(step.name()), "checkpoints/" + same);
    Deep settings = (Deep) input.model().settings();
    if (input.splits().size() > 1) {
      folder = new Path(folder, "split" + (number + 1));
    }
    if (settings.seeds().size() > 1) {
      folder = new Path(folder, "seed" + seed);
    }
    return new Checkpoints(
        run.storage(), folder, settings.stopOn(), text -> events.warning(step.name(), text));
  }

  /** Of a split's own share. */
  private void progress(int number, double share, String text) {
    int splits = input.splits().size();
    events.progress(
        step.name(),
        (number + LOADED + share * (TRAINED - LOADED)) / splits,
        splits == 1 ? text : "split %d of %d, %s".formatted(number + 1, splits, text));
  }

  private void save(Path work, TrainingPlan plan, DeepTraining.Result result) throws IOException {
    Map<String, float[]> parameters = Shapes.of(plan.network()).split(result.weights());
    Predictor predictor =
        new Predictor.Deep(
            plan.task(), plan.network(), parameters, plan.labelScale(), plan.labelShift());
    Storage storage = run.storage();
    storage.write(new Path(work, "network.json"), PredictorFiles.network(predictor));
    storage.write(new Path(work, "weights.safetensors"), PredictorFiles.weights(predictor));
    StringBuilder lines = new StringBuilder();
    for (EpochRecord epoch : result.history()) {
      lines.append(Json.line(epoch)).append('\n');
    }
    storage.write(
        new Path(work, "history.jsonl"), lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
