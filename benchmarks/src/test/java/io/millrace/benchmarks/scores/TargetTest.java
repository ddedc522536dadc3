package io.millrace.benchmarks.scores;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.scores.Target.Epoch;
import io.millrace.benchmarks.scores.Target.Lead;
import io.millrace.benchmarks.scores.Target.MeanAccuracy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetTest {
  @TempDir Path folder;
  private Product.Run run;

  @BeforeEach
  void writeRuns() throws IOException {
    run = new Product.Run(folder);
    // Means: 81 at the best epoch and 79 at the last, 75 and 76.
    write("gcn", training(1, 0.80, 0.78), training(2, 0.82, 0.80));
    write("mlp", training(1, 0.75, 0.76));
  }

  private void write(String model, String... trainings) throws IOException {
    Path out = Files.createDirectories(folder.resolve("steps/train-" + model + "/out"));
    Files.writeString(
        out.resolve("runs.json"),
        "{ \"version\": 2, \"chosen\": 1, \"runs\": [%s], \"spread\": {} }"
            .formatted(String.join(", ", trainings)));
  }

  private static String training(int seed, double best, double last) {
    return "{ \"seed\": %d, \"epochs\": 9, \"bestEpoch\": 5, \"validLoss\": 0.5, \"metrics\": {}, \"testAtBest\": { \"accuracy\": %s }, \"testAtLast\": { \"accuracy\": %s } }"
        .formatted(seed, best, last);
  }

  @Test
  void meanOfTheWantedEpochDecides() throws IOException {
    assertThat(new MeanAccuracy("gcn", Epoch.BEST, 80.9).judge("test", List.of(run))).isTrue();
    assertThat(new MeanAccuracy("gcn", Epoch.BEST, 81.1).judge("test", List.of(run))).isFalse();
    assertThat(new MeanAccuracy("gcn", Epoch.LAST, 79.1).judge("test", List.of(run))).isFalse();
  }

  @Test
  void oneModelIsBetterThanAnotherByPoints() throws IOException {
    assertThat(new Lead("gcn", "mlp", Epoch.BEST, 5.9).judge("test", List.of(run))).isTrue();
    assertThat(new Lead("gcn", "mlp", Epoch.BEST, 6.1).judge("test", List.of(run))).isFalse();
    assertThat(new Lead("gcn", "mlp", Epoch.LAST, 3.1).judge("test", List.of(run))).isFalse();
  }
}
