package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four minutes of a busy team; benchmarks/load takes an hour of it, and watches memory. */
@Tag("full")
class MixedLoadIT {
  @TempDir private Path folder;

  @Test
  void losesNothingWhileAllIsAskedAtTheSameTime() throws Exception {
    try (RunningServer server = RunningServer.start(folder, ServerOptions::opened)) {
      MixedLoad.Report report =
          new MixedLoad(server.server().uri(), server.catalog(), Duration.ofSeconds(20), 5).run();

      assertThat(report.errors()).isEmpty();
      assertThat(report.lost()).isEmpty();
      assertThat(report.requests()).isGreaterThan(4000);
      assertThat(report.published()).isEqualTo(4);
    }
  }
}
