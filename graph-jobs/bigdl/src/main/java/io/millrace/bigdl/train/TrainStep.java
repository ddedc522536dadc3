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
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.network.TrainingPlan;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    events.progress(step.name(), 0, "reading rows");
    Network network = input.network();
    ShardFiles files = input.files(network);
    try (Shards train = load("train", files, false);
        Shards valid = load("valid", files, true)) {
      TrainingPlan plan = input.plan(network, LabelFacts.of(train.rdd(), input.task()));
      if (files.graphs()) {
        requireRoom(plan, train, valid);
      }
      Storage storage = run.storage();
      storage.writeJson(new Path(attempt.work(), "training-plan.json"), plan);
      SeedTrainings.Outcome outcome =
          new SeedTrainings(spark, plan, this::checkpoints, this::progress)
              .train(train, valid, new TestSplit(spark, files, input.manifest()));
      storage.writeJson(new Path(attempt.work(), "runs.json"), outcome.runs());
      events.progress(step.name(), TRAINED, "predicting");
      Path predictions = new Path(attempt.work(), "predictions");
      storage.fs(predictions).delete(predictions, true);
      DeepTraining.Result best = outcome.best();
      DeepTraining.predict(spark, plan, valid, best.weights(), predictions);
      save(attempt.work(), plan, best);
      attempt.finish(
          new Ledger(plan.trainRows(), plan.trainRows(), Map.of(), Map.of()),
          new Measured(
              train.memoryBytes() + valid.memoryBytes() + copies(best.weights().length), 0));
    }
  }

  private Shards load(String split, ShardFiles files, boolean keyed) {
    return Shards.load(spark, files, input.manifest(), split, input.executors(), keyed);
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
  private Checkpoints checkpoints(long seed) {
    String same = step.fingerprint().substring(0, Math.min(16, step.fingerprint().length()));
    Path folder = new Path(run.step(step.name()), "checkpoints/" + same);
    Deep settings = (Deep) input.model().settings();
    return new Checkpoints(
        run.storage(),
        settings.seeds().size() == 1 ? folder : new Path(folder, "seed" + seed),
        settings.stopOn(),
        text -> events.warning(step.name(), text));
  }

  private void progress(double share, String text) {
    events.progress(step.name(), LOADED + share * (TRAINED - LOADED), text);
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
