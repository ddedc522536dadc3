package io.millrace.launcher.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.handoff.Json;
import io.millrace.handoff.RunLock;
import io.millrace.launcher.Schemas;
import io.millrace.launcher.plan.Runs;
import io.millrace.spec.run.RunSummary.StepSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerIT {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void runsAllStepsAndWritesTheSummaryLast() throws IOException {
    RunOutcome outcome = run("succeed");

    assertThat(outcome.failure()).isNull();
    assertThat(outcome.gateFailed()).isFalse();
    assertThat(statuses(outcome)).containsOnly("done");
    assertThat(outcome.summary().steps().get(0))
        .isEqualTo(new StepSummary("clean", "done", 0.5, 10L, 9L, 1L));
    assertThat(outcome.summary().models())
        .extracting(model -> model.name() + "/" + model.version())
        .containsExactly(
            "ops/late/1", "ops/late-wide-and-deep/1", "ops/late-gradient-boosted-trees/1");
    assertThat(Schemas.problems("summary", Files.readString(file("summary.json")))).isEmpty();
    assertThat(out.toString()).contains("clean: done in 0.5 s", "publish: done in 0.5 s");
  }

  @Test
  void keepsAllThatTheJobPrintsInTheLogAndNothingTemporary() throws IOException {
    run("succeed");

    assertThat(log()).contains("plain output of Spark 3.5", "the log of the engine", "@millrace");
    assertThat(file("tmp")).doesNotExist();
    assertThat(folder.resolve("trips/lock.json")).doesNotExist();
  }

  @Test
  void eachProcessHasALogOfItsOwnAndTheNoteStandsBeforeItsStep() throws IOException {
    run("succeed");

    try (Stream<Path> logs = Files.list(file("logs"))) {
      assertThat(logs.sorted().map(RunnerIT::process).toList())
          .containsExactly(
              "3.5 clean,features,train-logistic-regression",
              "2.4 train-wide",
              "3.5 train-trees,evaluate,publish");
    }
    assertThat(out.toString())
        .containsSubsequence("train-wide: warning (BigDL runs here.)", "train-wide: started");
  }

  @Test
  void aFailureInOneProcessStartsNoOther() throws IOException {
    RunOutcome failed = run("error-wide");

    assertThat(failed.failure()).startsWith("Cannot fit: no rows.");
    assertThat(statuses(failed))
        .containsExactly("done", "done", "done", "failed", "pending", "pending", "pending");
    try (Stream<Path> logs = Files.list(file("logs"))) {
      assertThat(logs).hasSize(2);
    }

    assertThat(statuses(run("succeed")))
        .containsExactly("skipped", "skipped", "skipped", "done", "done", "done", "done");
  }

  @Test
  void aSecondRunDoesNothing() throws IOException {
    run("succeed");

    RunOutcome second = run("error");

    assertThat(second.failure()).isNull();
    assertThat(statuses(second)).containsOnly("skipped");
    assertThat(second.summary().models()).hasSize(3);
    assertThat(out.toString()).contains("clean: up to date (done)");
  }

  @Test
  void aFailedStepTellsWhyAndTheNextRunGoesOnThere() throws IOException {
    RunOutcome failed = run("error");

    assertThat(failed.failure()).startsWith("Cannot fit: no rows.").contains("-spark.log");
    assertThat(failed.summary().status()).isEqualTo("failed");
    assertThat(statuses(failed))
        .containsExactly("done", "failed", "pending", "pending", "pending", "pending", "pending");
    assertThat(Schemas.problems("summary", Files.readString(file("summary.json")))).isEmpty();

    assertThat(statuses(run("succeed")))
        .containsExactly("skipped", "done", "done", "done", "done", "done", "done");
  }

  @Test
  void aJobThatDiesWithoutAWordIsQuotedFromItsLog() throws IOException {
    RunOutcome outcome = run("die");

    assertThat(outcome.failure()).contains("exit code 7", "last words", "-spark.log");
    assertThat(statuses(outcome)).startsWith("done", "failed", "pending");
  }

  @Test
  void aJobThatForgetsAStepHasFailed() throws IOException {
    RunOutcome outcome = run("forget");

    assertThat(outcome.failure()).startsWith("The job ended, but did not finish publish.");
    assertThat(outcome.summary().status()).isEqualTo("failed");
    assertThat(outcome.summary().models()).extracting(model -> model.version()).containsOnlyNulls();
  }

  @Test
  void aFailedGateIsToldEachTime() throws IOException {
    RunOutcome first = run("gate");
    RunOutcome second = run("gate");

    assertThat(first.failure()).isNull();
    assertThat(first.gateFailed()).isTrue();
    assertThat(statuses(second)).containsOnly("skipped");
    assertThat(second.gateFailed()).isTrue();
  }

  @Test
  void refusesASecondRunAtTheSameTime() throws IOException {
    Runs runs = new Runs(folder);
    org.apache.hadoop.fs.Path pipeline = new org.apache.hadoop.fs.Path(folder.toUri() + "trips");
    try (RunLock lock = RunLock.take(runs.storage, pipeline, "20260101-000000-00000000")) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> run("succeed"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Cannot run 'trips': run 20260101-000000-00000000 by");
    }
    assertThat(folder.resolve("trips")).isEmptyDirectory();
  }

  @Test
  void aRunThatLosesItsLockStopsItsJobAndWritesNothingMore() throws Exception {
    Path pipeline = folder.resolve("trips");
    Thread other =
        new Thread(
            () -> {
              while (!out.toString().contains("features: started")) {
                Thread.onSpinWait();
              }
              replaceLock(pipeline);
            });
    other.start();

    RunOutcome lost = run("hang");
    other.join();

    assertThat(lost.failure())
        .startsWith("Cannot go on with run ")
        .contains(
            "its lock was taken over by run 20260101-000000-00000000 by ann (process 5 on b)");
    assertThat(lost.summary().status()).isEqualTo("failed");
    assertThat(file("summary.json")).doesNotExist();
    assertThat(Files.readString(pipeline.resolve("lock.json"))).contains("\"host\" : \"b\"");
  }

  /** As another host does that has not heard of the owner for too long. */
  private static void replaceLock(Path pipeline) {
    String now = java.time.Instant.now().toString();
    RunLock.Owner owner =
        new RunLock.Owner(1, "t", "20260101-000000-00000000", "ann", "b", 5, now, now);
    try {
      Path aside = Files.write(pipeline.resolve("other.json"), Json.bytes(owner));
      Files.move(aside, pipeline.resolve("lock.json"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private RunOutcome run(String behaviour) throws IOException {
    return TinyRun.run(folder, behaviour, new PrintWriter(err, true), new PrintWriter(out, true));
  }

  private static List<String> statuses(RunOutcome outcome) {
    return outcome.summary().steps().stream().map(StepSummary::status).toList();
  }

  private Path file(String name) throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("trips"))) {
      return runs.filter(Files::isDirectory).findFirst().orElseThrow().resolve(name);
    }
  }

  /** The version of Spark and the steps of a log, as {@link TinyJob} prints them. */
  private static String process(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      String version =
          lines.stream()
              .filter(line -> line.startsWith("plain output of Spark "))
              .map(line -> line.substring(22))
              .collect(Collectors.joining("+"));
      return version
          + " "
          + lines.stream()
              .flatMap(line -> Event.parse(line).stream())
              .filter(event -> event.kind() == Event.Kind.START)
              .map(Event::step)
              .collect(Collectors.joining(","));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String log() throws IOException {
    try (Stream<Path> logs = Files.list(file("logs"))) {
      return Files.readString(logs.sorted().findFirst().orElseThrow());
    }
  }
}
