package io.millrace.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths that cannot be used are wrong arguments, and are looked at before the model is loaded. */
class ScorePathsIT {
  @TempDir Path folder;

  @Test
  void refusesAnInputThatIsNotThere() {
    Path output = folder.resolve("out");
    assertThatThrownBy(
            () -> ScoreRun.score(folder.resolve("c"), "a/b", folder.resolve("none"), output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot read input")
        .hasMessageContaining("none");
    assertThat(output).doesNotExist();
  }

  @Test
  void refusesAnOutputThatIsThere() throws Exception {
    Path output = Files.createDirectory(folder.resolve("out"));
    assertThatThrownBy(() -> ScoreRun.score(folder.resolve("c"), "a/b", folder, output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot write scores");
  }
}
