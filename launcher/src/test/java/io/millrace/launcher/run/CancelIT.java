package io.millrace.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.Schemas;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class CancelIT {
  private static final String GO_ON =
      "Cancelled; finished steps are kept. Go on with: tiny run 'a b'\n";

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

    assertThat(launcher.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(143);
    assertThat(jobs).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    String summary = Files.readString(run().resolve("summary.json"));
    assertThat(Schemas.problems("summary", summary)).isEmpty();
    assertThat(summary)
        .contains("\"status\" : \"cancelled\"", "\"status\" : \"done\"")
        .doesNotContain("failed");
    assertThat(folder.resolve("trips/lock.json")).doesNotExist();
    assertThat(errors()).endsWith(GO_ON);
  }

  @Test
  void ctrlCReachesLauncherAndJobAtOnceAndTellsHowToGoOn() throws Exception {
    List<ProcessHandle> jobs = startAndWaitForFeatures();

    signal("INT", "-" + launcher.pid());

    assertThat(launcher.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(130);
    assertThat(jobs).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(Files.readString(run().resolve("summary.json")))
        .contains("\"status\" : \"cancelled\"")
        .doesNotContain("failed");
    assertThat(run().resolve("tmp")).doesNotExist();
    assertThat(folder.resolve("trips/lock.json")).doesNotExist();
    assertThat(errors()).endsWith(GO_ON);
  }

  @Test
  void aJobThatWasEndedAloneCancelsTheRun() throws Exception {
    List<ProcessHandle> jobs = startAndWaitForFeatures();

    jobs.forEach(ProcessHandle::destroy);

    assertThat(launcher.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(run().resolve("summary.json")))
        .contains("\"status\" : \"cancelled\"")
        .doesNotContain("failed");
  }

  @Test
  void processesThatDoNotListenAreEndedByForce() throws Exception {
    startAndWaitFor("stubborn", "features: 25 %");
    List<ProcessHandle> all = launcher.descendants().toList();
    assertThat(all).hasSize(2);

    signal("INT", "-" + launcher.pid());

    assertThat(launcher.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(130);
    assertThat(all).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void aSecondCtrlCEndsAllAtOnceAndTheNextRunTakesTheLock() throws Exception {
    startAndWaitFor("stubborn", "features: 25 %");
    List<ProcessHandle> all = launcher.descendants().toList();
    BufferedReader err =
        new BufferedReader(
            new InputStreamReader(launcher.getErrorStream(), StandardCharsets.UTF_8));

    signal("INT", "-" + launcher.pid());
    String line;
    do {
      line = err.readLine();
      assertThat(line).as("what the launcher says").isNotNull();
    } while (!line.startsWith("Ending the run."));
    while (launcher.isAlive()) {
      signal("INT", "-" + launcher.pid());
    }

    assertThat(launcher.exitValue()).isEqualTo(130);
    for (ProcessHandle process : all) {
      process.onExit().get(20, TimeUnit.SECONDS);
    }
    // The first one alone would have written it, and have given the lock back.
    assertThat(run().resolve("summary.json")).doesNotExist();
    assertThat(folder.resolve("trips/lock.json")).exists();
    assertThat(succeed().failure()).isNull();
  }

  @Test
  void aCancelledProcessIsFollowedByNoOther() throws Exception {
    List<ProcessHandle> jobs = startAndWaitFor("hang-wide", "train-wide: started");

    launcher.toHandle().destroy();

    assertThat(launcher.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(jobs).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(Files.readString(run().resolve("summary.json")))
        .contains("\"status\" : \"cancelled\"")
        .doesNotContain("failed");
    try (Stream<Path> logs = Files.list(run().resolve("logs"))) {
      assertThat(logs).hasSize(2);
    }
  }

  @Test
  void theNextRunEndsWhatAKilledLauncherLeftAndGoesOn() throws Exception {
    List<ProcessHandle> jobs = startAndWaitForFeatures();
    launcher.destroyForcibly();
    assertThat(launcher.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(jobs).isNotEmpty().allMatch(ProcessHandle::isAlive);
    assertThat(run().resolve("tmp")).isNotEmptyDirectory();

    RunOutcome next = succeed();

    assertThat(jobs).noneMatch(ProcessHandle::isAlive);
    assertThat(next.failure()).isNull();
    assertThat(next.summary().steps().get(0).status()).isEqualTo("skipped");
    assertThat(run().resolve("tmp")).doesNotExist();
  }

  private RunOutcome succeed() throws IOException {
    return TinyRun.run(folder, "succeed", TinyRun.writer(System.err), TinyRun.writer(System.out));
  }

  private String errors() throws IOException {
    return new String(launcher.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void signal(String name, String to) throws Exception {
    new ProcessBuilder("kill", "-" + name, "--", to).inheritIO().start().waitFor();
  }

  private List<ProcessHandle> startAndWaitForFeatures() throws IOException {
    return startAndWaitFor("hang", "features: started");
  }

  private List<ProcessHandle> startAndWaitFor(String behaviour, String start) throws IOException {
    // A process group of its own, as a shell gives to a command; in the background of a script it
    // would ignore Ctrl-C.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM", "setsid"));
    command.addAll(TinyRun.java(TinyRun.class));
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
