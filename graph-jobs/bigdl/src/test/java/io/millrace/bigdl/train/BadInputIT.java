package io.millrace.bigdl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.step.StepFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training refuses, in words for the user. */
class BadInputIT {
  private static final String BINARY = "task = binary, at-least = 0.5";

  @TempDir Path folder;

  @Test
  void numbersThatAreNoneAreNamedByColumnAndRow() throws Exception {
    PreparedRun run = run("mlp { batch-size = 200, epochs = 1 }");
    run.damage("y", Float.NaN);

    assertThatThrownBy(() -> new TrainingRun(run).train())
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("part-0.parquet': column 'y' of row 77 is NaN");
    assertThat(run.folder("steps/train-mlp/out")).doesNotExist();
  }

  @Test
  void indexOutsideItsTableIsNamed() throws Exception {
    PreparedRun run = run("mlp { batch-size = 200, epochs = 1 }");
    run.damage("b", 40);

    assertThatThrownBy(() -> new TrainingRun(run).train())
        .hasMessageContaining("index 'b' of row 77 is 40 (expected 0 to 39");
  }

  @Test
  void cutFileIsNamed() throws Exception {
    PreparedRun run = run("mlp { batch-size = 200, epochs = 1 }");
    Path file = run.folder("steps/features/out/data/train/part-1.parquet");
    byte[] whole = Files.readAllBytes(file);
    Files.deleteIfExists(file.resolveSibling(".part-1.parquet.crc"));
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> new TrainingRun(run).train()).hasMessageContaining("part-1.parquet");
  }

  @Test
  void lossThatIsNoNumberStopsAtItsBatch() throws Exception {
    PreparedRun run =
        run("mlp { batch-size = 200, epochs = 3, optimiser { type = sgd, learning-rate = 1e30 } }");

    assertThatThrownBy(() -> new TrainingRun(run).train())
        .hasMessageContaining("Cannot train 'mlp': the loss became ")
        .hasMessageContaining("in epoch 1, batch ")
        .hasMessageContaining("of 30");
    assertThat(run.folder("steps/train-mlp/done.json")).doesNotExist();
  }

  private PreparedRun run(String models) throws Exception {
    return PreparedRun.of(folder, BINARY, models);
  }
}
