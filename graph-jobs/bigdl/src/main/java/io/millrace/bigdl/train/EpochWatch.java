package io.millrace.bigdl.train;

import io.millrace.bigdl.checkpoint.Checkpoints;
import io.millrace.bigdl.checkpoint.Checkpoints.Restored;
import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.bigdl.engine.StepListener;
import io.millrace.spec.network.TrainingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Follows a training: refuses losses that are no numbers, validates, keeps checkpoints, stops. */
final class EpochWatch implements StepListener {
  private static final long REPORT_EVERY_NANOS = 500_000_000L;

  private final TrainingPlan plan;
  private final Checkpoints checkpoints;
  private final int parameters;
  private final Function<float[], Validation> validate;
  private final BiConsumer<Double, String> progress;
  private final List<EpochRecord> history;
  private final long keepEveryNanos;
  private float[] best;
  private int keptEpochs;
  private long kept;
  private long epochBegan = System.nanoTime();
  private long reported;
  private double losses;
  private double computeSeconds;
  private int steps;

  /**
   * @param from the checkpoint to go on from, null for none
   * @param keepEverySeconds between two checkpoints; the first epoch and the last get one anyway
   * @param validate validates weights on the executors
   * @param progress hears the share of all epochs that is done, and what happens
   */
  EpochWatch(
      TrainingPlan plan,
      Checkpoints checkpoints,
      int parameters,
      @Nullable Restored from,
      double keepEverySeconds,
      Function<float[], Validation> validate,
      BiConsumer<Double, String> progress) {
    this.plan = plan;
    this.checkpoints = checkpoints;
    this.parameters = parameters;
    this.history = new ArrayList<>(from == null ? List.of() : from.checkpoint().history());
    this.keepEveryNanos = (long) (keepEverySeconds * 1e9);
    this.best = from == null ? new float[0] : from.best();
    this.keptEpochs = from == null ? 0 : from.checkpoint().epochs();
    this.kept = System.nanoTime() - keepEveryNanos;
    this.validate = validate;
    this.progress = progress;
  }

  @Override
  public void stepEnded(long step, double loss, double seconds) {
    int epoch = (int) (step / plan.stepsPerEpoch());
    if (!Double.isFinite(loss)) {
      throw new IllegalArgumentException(
          "Cannot train '%s': the loss became %s in epoch %d, batch %d of %d (expected a number). The checkpoint of epoch %d is kept. Try a smaller learning-rate, or clip-norm = 1."
              .formatted(
                  plan.model(),
                  loss,
                  epoch + 1,
                  step % plan.stepsPerEpoch() + 1,
                  plan.stepsPerEpoch(),
                  keptEpochs));
    }
    losses += loss;
    computeSeconds += seconds;
    steps++;
    long now = System.nanoTime();
    if (now - reported > REPORT_EVERY_NANOS) {
      reported = now;
      progress.accept(
          (step + 1) / (double) plan.steps(),
          String.format(
              Locale.ROOT,
              "epoch %d of at most %d, loss %.4f",
              epoch + 1,
              plan.settings().epochs(),
              losses / steps));
    }
  }

  @Override
  public boolean epochEnded(int epochs) {
    double seconds = (System.nanoTime() - epochBegan) / 1e9;
    long began = System.nanoTime();
    try {
      float[] weights = checkpoints.written(epochs, plan.executors(), parameters);
      Validation validation = validate.apply(weights);
      history.add(
          new EpochRecord(
              epochs,
              losses / steps,
              validation.meanLoss(),
              validation.metrics(plan.task()),
              plan.trainRows(),
              rounded(seconds),
              Math.round(plan.trainRows() / seconds),
              rounded(computeSeconds / seconds),
              rounded((System.nanoTime() - began) / 1e9)));
      if (EpochRecord.best(history, plan.settings().stopOn()) == epochs) {
        best = weights;
      }
      keep(epochs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    losses = 0;
    computeSeconds = 0;
    steps = 0;
    epochBegan = System.nanoTime();
    return !patienceIsOver(plan, history);
  }

  /** Writing state often would take longer than the epochs of a small graph. */
  private void keep(int epochs) throws IOException {
    long now = System.nanoTime();
    boolean last = epochs >= plan.settings().epochs() || patienceIsOver(plan, history);
    if (last || now - kept >= keepEveryNanos) {
      checkpoints.commit(epochs, plan.executors(), parameters, best, history);
      keptEpochs = epochs;
      kept = now;
    } else {
      checkpoints.discard(epochs);
    }
  }

  /** Whether so many epochs have passed without a better one. */
  static boolean patienceIsOver(TrainingPlan plan, List<EpochRecord> history) {
    return history.size() - EpochRecord.best(history, plan.settings().stopOn())
        >= plan.settings().patience();
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
