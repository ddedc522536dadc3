package io.millrace.bigdl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bigdl.kernel.TestPlans;
import io.millrace.bigdl.kernel.Updates;
import io.millrace.handoff.Storage;
import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final int PARAMETERS = 46;

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final TrainingPlan plan = TestPlans.plan(new Optimiser.Adam(0.9, 0.99, 1e-8, 0));
  private Checkpoints checkpoints;

  @BeforeEach
  void open() {
    checkpoints =
        new Checkpoints(
            new Storage(new Configuration()),
            new org.apache.hadoop.fs.Path(folder.toUri()),
            StopOn.LOSS,
            warnings::add);
  }

  @Test
  void newestIsWholeAndCanBeCutOtherwise() throws IOException {
    commit(1, 2, 0.5);
    commit(2, 2, 0.4);

    Checkpoints.Restored restored = checkpoints.newest(PARAMETERS).orElseThrow();

    assertThat(restored.checkpoint().epochs()).isEqualTo(2);
    for (int i = 0; i < PARAMETERS; i++) {
      assertThat(restored.weights()[i]).isEqualTo(2000 + i);
    }
    Updates third = new Updates(plan, 31, 15);
    new CheckpointPart.Folders(
            checkpoints.root().toString(),
            restored.name(),
            restored.checkpoint().begins(),
            Map.of())
        .restore(31, third);
    for (int i = 0; i < 15; i++) {
      assertThat(third.first()[i]).isEqualTo(31 + i);
      assertThat(third.second()[i]).isEqualTo(-31 - i);
    }
  }

  @Test
  void cutPartIsPassedOverWithWarning() throws IOException {
    commit(1, 2, 0.5);
    commit(2, 2, 0.4);
    Path part = folder.resolve("epoch-00002/part-00001.safetensors");
    byte[] whole = Files.readAllBytes(part);
    Files.deleteIfExists(folder.resolve("epoch-00002/.part-00001.safetensors.crc"));
    Files.write(part, java.util.Arrays.copyOf(whole, whole.length / 2));

    Checkpoints.Restored restored = checkpoints.newest(PARAMETERS).orElseThrow();

    assertThat(restored.checkpoint().epochs()).isEqualTo(1);
    assertThat(warnings).singleElement().asString().contains("epoch-00002", "SHA-256");
  }

  @Test
  void partsWithoutTheirLastFileAreNoCheckpoint() throws IOException {
    commit(1, 1, 0.5);
    write(2, 1);

    assertThat(checkpoints.newest(PARAMETERS).orElseThrow().checkpoint().epochs()).isEqualTo(1);
    assertThat(warnings).isEmpty();
  }

  @Test
  void newestTwoAreKeptWithTheBestWeights() throws IOException {
    commit(1, 1, 0.5);
    commit(2, 1, 0.4);
    commit(3, 1, 0.45);
    commit(4, 1, 0.44);
    commit(5, 1, 0.43);

    Checkpoints.Restored restored = checkpoints.newest(PARAMETERS).orElseThrow();
    assertThat(restored.checkpoint().bestEpoch(StopOn.LOSS)).isEqualTo(2);
    assertThat(restored.weights()[7]).isEqualTo(5007);
    assertThat(restored.best()[7]).isEqualTo(2007);
    try (var names = Files.list(folder)) {
      assertThat(names.map(p -> p.getFileName().toString()).filter(n -> !n.startsWith(".")))
          .containsExactlyInAnyOrder("epoch-00004", "epoch-00005");
    }
  }

  @Test
  void damagedBestWeightsArePassedOverWithWarning() throws IOException {
    commit(1, 1, 0.5);
    commit(2, 1, 0.6);
    Path best = folder.resolve("epoch-00002/best.safetensors");
    Files.deleteIfExists(folder.resolve("epoch-00002/.best.safetensors.crc"));
    byte[] bytes = Files.readAllBytes(best);
    bytes[bytes.length - 1]++;
    Files.write(best, bytes);

    assertThat(checkpoints.newest(PARAMETERS).orElseThrow().checkpoint().epochs()).isEqualTo(1);
    assertThat(warnings).singleElement().asString().contains("best.safetensors", "SHA-256");
  }

  private final List<EpochRecord> history = new ArrayList<>();
  private float[] best = {};

  private void commit(int epochs, int executors, double loss) throws IOException {
    write(epochs, executors);
    history.add(new EpochRecord(epochs, loss, loss, Map.of(), 1, 1, 1, 1, 1));
    if (EpochRecord.best(history, StopOn.LOSS) == epochs) {
      best = checkpoints.written(epochs, executors, PARAMETERS);
    }
    checkpoints.commit(epochs, executors, PARAMETERS, best, history);
  }

  private void write(int epochs, int executors) throws IOException {
    CheckpointPart.Folders folders =
        new CheckpointPart.Folders(checkpoints.root().toString(), null, List.of(), Map.of());
    for (int p = 0; p < executors; p++) {
      int begin = (int) io.millrace.bigdl.data.RowRange.begin(PARAMETERS, executors, p);
      int end = (int) io.millrace.bigdl.data.RowRange.begin(PARAMETERS, executors, p + 1);
      float[] weights = new float[end - begin];
      Updates updates = new Updates(plan, begin, end - begin);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = 1000 * epochs + begin + i;
        updates.first()[i] = begin + i;
        updates.second()[i] = -begin - i;
      }
      folders.write(epochs, p, new CheckpointPart(begin, weights, updates));
    }
  }
}
