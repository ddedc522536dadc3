package io.millrace.bigdl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bigdl.checkpoint.CheckpointPart;
import io.millrace.bigdl.checkpoint.Checkpoints;
import io.millrace.bigdl.checkpoint.Checkpoints.Restored;
import io.millrace.bigdl.kernel.TestPlans;
import io.millrace.bigdl.kernel.Updates;
import io.millrace.handoff.Storage;
import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training whose epochs a test ends: losses are given, and so are the weights, all the epoch. */
class EpochWatchTest {
  private static final int PARAMETERS = 46;
  private static final double NEVER = 1e6;

  @TempDir Path folder;

  /** At most 3 epochs, 2 without a better one. */
  private final TrainingPlan plan = TestPlans.plan(new Optimiser.Adam(0.9, 0.99, 1e-8, 0));

  private Checkpoints checkpoints;
  private double loss;

  @BeforeEach
  void open() {
    checkpoints =
        new Checkpoints(
            new Storage(new Configuration()),
            new org.apache.hadoop.fs.Path(folder.toUri()),
            StopOn.LOSS,
            warning -> {
              throw new AssertionError(warning);
            });
  }

  private EpochWatch watch(@Nullable Restored from, double seconds) {
    return new EpochWatch(
        plan,
        checkpoints,
        PARAMETERS,
        from,
        seconds,
        weights -> new Validation(1, loss, 0),
        (share, text) -> {});
  }

  private boolean epoch(EpochWatch watch, int epochs, double validLoss) throws IOException {
    float[] weights = new float[PARAMETERS];
    java.util.Arrays.fill(weights, epochs);
    new CheckpointPart.Folders(checkpoints.root().toString(), null, List.of(), Map.of())
        .write(epochs, 0, new CheckpointPart(0, weights, new Updates(plan, 0, PARAMETERS)));
    loss = validLoss;
    watch.stepEnded(epochs * 10L - 1, validLoss, 0.1);
    return watch.epochEnded(epochs);
  }

  private List<String> kept() throws IOException {
    try (var names = Files.list(folder)) {
      return names
          .map(name -> name.getFileName().toString())
          .filter(name -> name.startsWith("epoch"))
          .sorted()
          .toList();
    }
  }

  @Test
  void keepsTheFirstEpochAndTheLastWhereEpochsAreShort() throws IOException {
    EpochWatch watch = watch(null, NEVER);

    assertThat(epoch(watch, 1, 0.5)).isTrue();
    assertThat(epoch(watch, 2, 0.3)).isTrue();
    assertThat(kept()).containsExactly("epoch-00001");
    epoch(watch, 3, 0.4);

    assertThat(kept()).containsExactly("epoch-00001", "epoch-00003");
    Restored last = checkpoints.newest(PARAMETERS).orElseThrow();
    assertThat(last.checkpoint().history()).hasSize(3);
    assertThat(last.weights()[0]).isEqualTo(3);
    assertThat(last.best()[0]).isEqualTo(2);
  }

  @Test
  void keepsTheEpochInWhichPatienceIsOver() throws IOException {
    EpochWatch watch = watch(null, NEVER);
    epoch(watch, 1, 0.5);
    epoch(watch, 2, 0.6);

    assertThat(epoch(watch, 3, 0.7)).isFalse();

    assertThat(checkpoints.newest(PARAMETERS).orElseThrow().best()[0]).isEqualTo(1);
  }

  @Test
  void keepsEveryEpochThatTakesLonger() throws IOException {
    EpochWatch watch = watch(null, 0);

    epoch(watch, 1, 0.5);
    epoch(watch, 2, 0.4);

    assertThat(kept()).containsExactly("epoch-00001", "epoch-00002");
  }

  @Test
  void theBestWeightsOutliveAnInterruption() throws IOException {
    EpochWatch first = watch(null, 0);
    epoch(first, 1, 0.2);
    epoch(first, 2, 0.4);

    EpochWatch second = watch(checkpoints.newest(PARAMETERS).orElseThrow(), NEVER);
    assertThatThrownBy(() -> second.stepEnded(20, Double.NaN, 0.1))
        .hasMessageContaining("The checkpoint of epoch 2 is kept");
    epoch(second, 3, 0.3);

    Restored last = checkpoints.newest(PARAMETERS).orElseThrow();
    assertThat(last.weights()[0]).isEqualTo(3);
    assertThat(last.best()[0]).isEqualTo(1);
  }
}
