package io.millrace.launcher.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.RunLock;
import io.millrace.launcher.Schemas;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunsCommandTest {
  private static final String OLD = "20260105-090000-aaaaaaaa";
  private static final String MIDDLE = "20260106-090000-bbbbbbbb";
  private static final String NEW = "20260107-090000-cccccccc";

  @TempDir private Path folder;
  private LeftRuns runs;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void leaveRuns() {
    runs = new LeftRuns(folder);
  }

  @Test
  void listsTheNewestFirstWithTheBestModel() throws IOException {
    runs.succeeded("trips", OLD, 3);
    runs.failed("trips", NEW);
    runs.cancelled("other", MIDDLE);

    assertThat(run()).isZero();

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1)).startsWith(NEW + "  trips").contains("failed", "0 of 2");
    assertThat(lines.get(2)).startsWith(MIDDLE + "  other").contains("cancelled", "1 of 2");
    assertThat(lines.get(3))
        .startsWith(OLD + "  trips     2026-01-05T09:00:00Z  succeeded  2 of 2")
        .contains("ops/late/3", "rocAuc 0.6600", "kB");
  }

  @Test
  void listsOnePipelineAndSaysWhereThereIsNone() throws IOException {
    runs.failed("trips", NEW);
    runs.failed("other", OLD);

    assertThat(run("trips")).isZero();
    assertThat(out.toString()).contains(NEW).doesNotContain(OLD);
    assertThat(run("third")).isZero();
    assertThat(out.toString()).contains("There are no runs of 'third' in '");
  }

  @Test
  void marksTheRunAtWorkWithItsOwner() throws IOException {
    RunDirectory running = runs.planned("trips", NEW);
    try (RunLock lock = lock(running)) {
      assertThat(run("--json")).isZero();
      assertThat(lock.checkLoss()).isEmpty();
    }

    assertThat(Schemas.problems("runs", out.toString())).isEmpty();
    assertThat(out.toString())
        .contains("\"status\" : \"running\"")
        .contains("\"pid\" : " + ProcessHandle.current().pid());
  }

  @Test
  void listsForProgramsByTheSchema() throws IOException {
    runs.succeeded("trips", OLD, 3);
    runs.failed("trips", NEW);
    Files.writeString(runs.folder("trips", NEW).resolve("plan.json"), "{}");

    assertThat(run("--json")).isZero();

    assertThat(Schemas.problems("runs", out.toString())).isEmpty();
    assertThat(out.toString())
        .contains("\"status\" : \"unreadable\"", "\"value\" : 0.66", "\"version\" : 3");
  }

  @Test
  void showsStepsAndWhereTheirOutputLies() throws IOException {
    RunDirectory made = runs.succeeded("trips", OLD, 1);
    runs.cancelled("trips", NEW, made);

    assertThat(run("show", "20260107")).isZero();

    assertThat(out.toString())
        .contains("Run " + NEW + " of trips, begun 2026-01-07T09:00:00Z: cancelled")
        .contains("of run " + OLD, made.root().toUri().getPath() + "/steps/clean/out")
        .contains("pending", "-spark.log", "Catalog:");
  }

  @Test
  void showsModelsOfARunByItsFolder() throws IOException {
    runs.succeeded("trips", OLD, 1);

    assertThat(run("show", runs.folder("trips", OLD).toString())).isZero();

    assertThat(out.toString()).contains("ops/late", "rocAuc 0.6600", "passed");
  }

  @Test
  void saysWhatFailed() throws IOException {
    runs.failed("trips", NEW);

    assertThat(run("show", NEW, "--json")).isZero();

    assertThat(Schemas.problems("run", out.toString())).isEmpty();
    assertThat(out.toString()).contains("\"failure\" : \"clean: Cannot read: no rows.\"");
  }

  @Test
  void aBeginningOfTwoRunsIsNoName() throws IOException {
    runs.failed("trips", NEW);
    runs.failed("trips", MIDDLE);

    assertThat(run("show", "2026010")).isEqualTo(1);
    assertThat(err.toString()).contains("Cannot find run '2026010': 2 runs in '");
    assertThat(run("show", "2025")).isEqualTo(1);
    assertThat(err.toString()).contains("Cannot find run '2025': none of 2 runs in '");
  }

  static RunLock lock(RunDirectory run) throws IOException {
    return RunLock.take(run.storage(), run.root().getParent(), run.runId());
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--runs", folder.resolve("runs").toString()));
    CommandLine command = new CommandLine(new RunsCommand());
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(String[]::new));
  }
}
