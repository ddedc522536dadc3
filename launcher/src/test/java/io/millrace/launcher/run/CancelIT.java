package io.millrace.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.Schemas;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CancelIT {
  @TempDir private Path folder;
  private @Nullable Process launcher;

  @AfterEach
  void endAll() {
    if (launcher != null) {
      launcher.descendants().forEach(ProcessHandle::destroyForcibly);
      launcher.destroyForcibly();
    }
  }

  @Test
  void endingTheLauncherEndsTheJobAndKeepsWhatIsDone() throws Exception {
    List<ProcessHandle> jobs = startAndWaitForFeatures();

    // Process.destroy would close the streams that are still to be read.
    launcher.toHandle().destroy();

    assertThat(launcher.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(143);
    assertThat(jobs).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    String summary = Files.readString(run().resolve("summary.json"));
    assertThat(Schemas.problems("summary", summary)).isEmpty();
    assertThat(summary)
        .contains("\"status\" : \"cancelled\"", "\"status\" : \"done\"")
        .doesNotContain("failed");
    assertThat(folder.resolve("trips/lock.json")).doesNotExist();
    assertThat(new String(launcher.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("Cancelled. Run the same command again; finished steps are kept.");
  }

  @Test
  void aCancelledProcessIsFollowedByNoOther() throws Exception {
    List<ProcessHandle> jobs = startAndWaitFor("hang-wide", "train-wide: started");

    launcher.toHandle().destroy();

    assertThat(launcher.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(jobs).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(Files.readString(run().resolve("summary.json")))
        .contains("\"status\" : \"cancelled\"")
        .doesNotContain("failed");
    try (Stream<Path> logs = Files.list(run().resolve("logs"))) {
      assertThat(logs).hasSize(2);
    }
  }

  @Test
  void theNextRunGoesOnAfterAKilledOne() throws Exception {
    List<ProcessHandle> jobs = startAndWaitForFeatures();
    launcher.destroyForcibly();
    assertThat(launcher.waitFor(20, TimeUnit.SECONDS)).isTrue();
    jobs.forEach(ProcessHandle::destroyForcibly);

    RunOutcome next =
        TinyRun.run(folder, "succeed", TinyRun.writer(System.err), TinyRun.writer(System.out));

    assertThat(next.failure()).isNull();
    assertThat(next.summary().steps().get(0).status()).isEqualTo("skipped");
  }

  private List<ProcessHandle> startAndWaitForFeatures() throws IOException {
    return startAndWaitFor("hang", "features: started");
  }

  private List<ProcessHandle> startAndWaitFor(String behaviour, String start) throws IOException {
    List<String> command = TinyRun.java(TinyRun.class);
    command.addAll(List.of(folder.toString(), behaviour));
    launcher = new ProcessBuilder(command).start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(launcher.getInputStream(), StandardCharsets.UTF_8));
    String line;
    do {
      line = out.readLine();
      assertThat(line).as("output of the launcher").isNotNull();
    } while (!line.startsWith(start));
    return launcher.descendants().toList();
  }

  private Path run() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("trips"))) {
      return runs.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }
}
