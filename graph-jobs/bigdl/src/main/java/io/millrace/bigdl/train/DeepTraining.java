package io.millrace.bigdl.train;

import io.millrace.bigdl.checkpoint.CheckpointPart;
import io.millrace.bigdl.checkpoint.Checkpoints;
import io.millrace.bigdl.checkpoint.Checkpoints.Restored;
import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.bigdl.engine.BigDl;
import io.millrace.bigdl.engine.PlanText;
import io.millrace.network.InitialParameters;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.network.TrainingPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains one network on rows that are in memory, from the newest checkpoint if there is one. */
final class DeepTraining {
  /** Setting of Spark: seconds between two checkpoints. */
  static final String KEEP_EVERY = "spark.millrace.checkpoint.seconds";

  private static final double KEEP_EVERY_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(DeepTraining.class);

  private final JavaSparkContext spark;
  private final TrainingPlan plan;
  private final Checkpoints checkpoints;
  private final BiConsumer<Double, String> progress;
  private final int parameters;

  DeepTraining(
      JavaSparkContext spark,
      TrainingPlan plan,
      Checkpoints checkpoints,
      BiConsumer<Double, String> progress) {
    this.spark = spark;
    this.plan = plan;
    this.checkpoints = checkpoints;
    this.progress = progress;
    this.parameters = Shapes.of(plan.network()).parameterCount();
  }

  /**
   * What a training has come to.
   *
   * @param weights of the best epoch
   * @param lastWeights of the last epoch; the same array where that is the best one
   */
  record Result(float[] weights, float[] lastWeights, List<EpochRecord> history) {}

  /**
   * Trains until patience or epochs are over.
   *
   * @throws RuntimeException what Spark or BigDL threw; the newest checkpoint is a place to go on
   */
  Result train(Shards train, Shards valid) throws IOException {
    Optional<Restored> newest = checkpoints.newest(parameters);
    List<EpochRecord> history = newest.map(r -> r.checkpoint().history()).orElse(List.of());
    boolean over =
        history.size() >= plan.settings().epochs()
            || (!history.isEmpty() && EpochWatch.patienceIsOver(plan, history));
    if (!over) {
      int done = newest.map(r -> r.checkpoint().epochs()).orElse(0);
      LOG.info("training of {} begins after {} epochs", plan.model(), done);
      float[] weights = newest.map(Restored::weights).orElseGet(this::initial);
      EpochWatch watch =
          new EpochWatch(
              plan,
              checkpoints,
              parameters,
              newest.orElse(null),
              spark.getConf().getDouble(KEEP_EVERY, KEEP_EVERY_SECONDS),
              w -> validate(valid, w),
              progress);
      BigDl.train(
          plan,
          train.rdd(),
          folders(newest.orElse(null)),
          weights,
          (long) done * plan.stepsPerEpoch(),
          watch);
    }
    Restored last = checkpoints.newest(parameters).orElseThrow();
    return new Result(last.best(), last.weights(), last.checkpoint().history());
  }

  private CheckpointPart.Folders folders(Restored from) {
    return new CheckpointPart.Folders(
        checkpoints.root().toString(),
        from == null ? null : from.name(),
        from == null ? List.of() : from.checkpoint().begins(),
        Shards.properties(spark));
  }

  private float[] initial() {
    return Shapes.of(plan.network())
        .flatten(InitialParameters.of(plan.network(), plan.settings().seed()));
  }

  private Validation validate(Shards valid, float[] weights) {
    Broadcast<float[]> sent = spark.broadcast(weights);
    PlanText text = new PlanText(plan);
    try {
      return valid
          .rdd()
          .map(shard -> Validation.of(text.plan(), shard, sent.value()))
          .reduce(Validation::plus);
    } finally {
      sent.destroy();
    }
  }

  /** Writes the engine's own predictions for the validation rows. */
  static void predict(
      JavaSparkContext spark, TrainingPlan plan, Shards valid, float[] weights, Path folder) {
    Broadcast<float[]> sent = spark.broadcast(weights);
    PlanText text = new PlanText(plan);
    String target = folder.toString();
    Map<String, String> hadoop = Shards.properties(spark);
    valid
        .rdd()
        .foreach(
            shard ->
                Predictions.write(
                    text.plan(),
                    shard,
                    sent.value(),
                    new Path(target),
                    Shards.configuration(hadoop)));
    sent.destroy();
  }
}
