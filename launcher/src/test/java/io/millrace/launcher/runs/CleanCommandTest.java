package io.millrace.launcher.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Publication;
import io.millrace.catalog.Signature;
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
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CleanCommandTest {
  private static final String FIRST = "20260105-090000-aaaaaaaa";
  private static final String SECOND = "20260106-090000-bbbbbbbb";
  private static final String THIRD = "20260107-090000-cccccccc";

  @TempDir private Path folder;
  private LeftRuns runs;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void leaveRuns() {
    runs = new LeftRuns(folder);
  }

  @Test
  void removesTheOldestBeyondTheNewestOfEachPipeline() throws IOException {
    runs.cancelled("trips", FIRST);
    runs.failed("trips", SECOND);
    runs.failed("trips", THIRD);
    runs.failed("other", FIRST);

    assertThat(clean("--keep", "1", "--yes")).isZero();

    assertThat(there("trips")).containsExactly(THIRD);
    assertThat(there("other")).containsExactly(FIRST);
    assertThat(out.toString()).containsSubsequence(FIRST, SECOND, "Removed 2 runs, ", "kB.");
  }

  @Test
  void aDryRunTouchesNothingAndIsWrittenByTheSchema() throws IOException {
    runs.cancelled("trips", FIRST);
    runs.failed("trips", SECOND);

    assertThat(clean("--keep", "1", "--dry-run", "--json")).isZero();

    assertThat(there("trips")).containsExactly(FIRST, SECOND);
    assertThat(Schemas.problems("runs-clean", out.toString())).isEmpty();
    assertThat(out.toString()).contains("\"dryRun\" : true", "\"runId\" : \"" + FIRST + "\"");
  }

  @Test
  void withoutATerminalItMustBeToldYes() throws IOException {
    runs.failed("trips", FIRST);

    assertThat(clean("--keep", "0")).isEqualTo(2);

    assertThat(err.toString())
        .contains("Cannot ask whether to remove 1 runs: there is no terminal.");
    assertThat(there("trips")).containsExactly(FIRST);
  }

  @Test
  void keepsWhatAVersionInTheCatalogCameFrom() throws IOException {
    runs.succeeded("trips", FIRST, 1);
    runs.succeeded("trips", SECOND, 2);
    publish(folder.resolve("catalog"), FIRST);

    assertThat(clean("--keep", "0", "--yes", "--json")).isZero();

    assertThat(there("trips")).containsExactly(FIRST);
    assertThat(Schemas.problems("runs-clean", out.toString())).isEmpty();
    assertThat(out.toString()).contains("version 1 of ops/late in '", "was made by it");
  }

  @Test
  void asksTheCatalogThatIsNamedTooOnceItIsNoMoreTheRuns() throws IOException {
    runs.cancelled("trips", FIRST);
    publish(folder.resolve("moved"), FIRST);

    assertThat(clean("--keep", "0", "--yes", "--catalog", folder.resolve("moved").toString()))
        .isZero();

    assertThat(there("trips")).containsExactly(FIRST);
  }

  @Test
  void keepsWhatAnotherRunHasTakenOverAlsoByWayOfAThird() throws IOException {
    RunDirectory first = runs.cancelled("trips", FIRST);
    runs.cancelled("trips", SECOND);
    runs.cancelled("trips", THIRD, first);

    assertThat(clean("--keep", "1", "--yes")).isZero();

    assertThat(there("trips")).containsExactly(FIRST, THIRD);
    assertThat(out.toString()).contains("run " + THIRD + " uses its output of clean");
  }

  @Test
  void keepsWhatARunTookOverThatTheCatalogRefersTo() throws IOException {
    RunDirectory first = runs.cancelled("trips", FIRST);
    runs.cancelled("trips", SECOND, first);
    runs.failed("trips", THIRD);
    publish(folder.resolve("catalog"), SECOND);

    assertThat(clean("--keep", "1", "--yes")).isZero();

    assertThat(there("trips")).containsExactly(FIRST, SECOND, THIRD);
  }

  @Test
  void touchesNoPipelineAtWhichARunIsAtWork() throws IOException {
    runs.failed("trips", FIRST);
    RunDirectory running = runs.planned("trips", SECOND);
    try (RunLock lock = RunsCommandTest.lock(running)) {
      assertThat(clean("--keep", "0", "--yes")).isZero();
      assertThat(lock.checkLoss()).isEmpty();
    }

    assertThat(there("trips")).containsExactly(FIRST, SECOND);
    assertThat(out.toString())
        .contains("it is at work", "is at work and may take over its output")
        .contains("There is nothing to remove.");
  }

  @Test
  void keepsWhatASchedulerMayBeAtWorkOnButNotWhatWasKilled() throws IOException {
    runs.prepared("trips", FIRST);
    // Begun here, before it was left to a scheduler.
    LeftRuns.log(runs.prepared("trips", SECOND), "");
    LeftRuns.log(runs.planned("trips", THIRD), "");

    assertThat(clean("--keep", "0", "--yes")).isZero();

    assertThat(there("trips")).containsExactly(FIRST, SECOND);
    assertThat(out.toString()).contains("it was prepared for a scheduler");
  }

  @Test
  void removesOnlyWhatWasConfirmedWhateverHasEndedMeanwhile() throws IOException {
    RunDirectory confirmed = runs.failed("trips", FIRST);
    runs.failed("trips", SECOND);
    RunStore store = new RunStore(confirmed.storage(), confirmed.root().getParent().getParent());
    CatalogRuns catalogs =
        new CatalogRuns(new Configuration(), folder.resolve("catalog").toUri().toString());

    new Cleaning(store, catalogs, 0).remove(pipeline -> true, Set.of(confirmed.root().toString()));

    assertThat(there("trips")).containsExactly(SECOND);
  }

  @Test
  void keepsARunWhoseCatalogCannotBeRead() throws IOException {
    runs.cancelled("trips", FIRST);
    Path log = Files.createDirectories(folder.resolve("catalog/log"));
    Files.writeString(log.resolve("00000000000000000001.json"), "{");

    assertThat(clean("--keep", "0", "--yes")).isZero();

    assertThat(there("trips")).containsExactly(FIRST);
    assertThat(out.toString()).contains("cannot be read");
  }

  @Test
  void finishesARemovalThatWasInterrupted() throws IOException {
    runs.failed("trips", FIRST);
    Path left = Files.createDirectories(folder.resolve("runs/trips/.removed-" + SECOND));
    Files.createFile(left.resolve("plan.json"));

    assertThat(clean("--keep", "0", "--yes")).isZero();

    assertThat(folder.resolve("runs/trips")).isEmptyDirectory();
  }

  @Test
  void refusesAPipelineThatIsNotThere() throws IOException {
    runs.failed("trips", FIRST);

    assertThat(clean("--keep", "0", "--yes", "--pipeline", "trip")).isEqualTo(2);
    assertThat(clean("--keep", "-1", "--yes")).isEqualTo(2);

    assertThat(err.toString())
        .contains("Cannot clean pipeline 'trip': ", "Cannot keep -1 runs (expected 0 or more).");
    assertThat(there("trips")).containsExactly(FIRST);
  }

  private List<String> there(String pipeline) throws IOException {
    try (var all = Files.list(folder.resolve("runs").resolve(pipeline))) {
      return all.map(run -> run.getFileName().toString()).sorted().toList();
    }
  }

  private static void publish(Path root, String runId) {
    Signature signature =
        new Signature(
            1,
            List.of(new Signature.Input("distance", "double", true)),
            List.of(new Signature.Output("probability", "float")),
            "binary",
            List.of());
    Map<String, ArtifactSource> files =
        Map.of(
            "model.onnx", ArtifactSource.of(new byte[] {1}),
            "signature.json", ArtifactSource.of(signature.toJson()));
    Catalog.open(root.toString())
        .publish(
            new Publication(LeftRuns.MODEL, runId, files, Map.of(), Map.of(), true, List.of()));
  }

  private int clean(String... arguments) {
    List<String> all = new ArrayList<>(List.of("clean"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--runs", folder.resolve("runs").toString()));
    if (!all.contains("--catalog")) {
      all.addAll(List.of("--catalog", folder.resolve("none").toString()));
    }
    CommandLine command = new CommandLine(new RunsCommand());
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(String[]::new));
  }
}
