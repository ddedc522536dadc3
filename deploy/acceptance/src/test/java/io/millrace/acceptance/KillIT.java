package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.HistoryEntry;
import io.millrace.catalog.ModelEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed with all its processes in the midst of its work, and then started again. */
@Tag("full")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KillIT {
  private static final double SAME = 0.002;
  private static final Pattern RESUMED = Pattern.compile("begins after (\\d+) epochs");

  @TempDir static Path folder;
  private static final List<KillableRun> RUNS = new ArrayList<>();
  private static Map<String, Double> undisturbed;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    Sample.write(Files.createDirectories(folder.resolve("in")), 300, 2);
    KillableRun run = run("undisturbed");
    undisturbed = metrics(run.finish());
    assertThat(undisturbed).hasSizeGreaterThan(8);
    assertNothingIsLeft(run);
  }

  @AfterAll
  static void endWhatFailedTestsLeft() throws Exception {
    for (KillableRun run : RUNS) {
      run.end();
    }
  }

  @Test
  void duringTheWriteOfAParquetFile() throws Exception {
    KillableRun run = run("write");
    Hold.arm(run.hold(), ".*/steps/clean/work/.*/_temporary/.*\\.parquet");
    Process killed = run.start();
    await(killed, run, () -> Hold.isHolding(run.hold()));

    KillableRun.kill(killed);

    Path clean = run.run().resolve("steps/clean");
    assertThat(clean.resolve("done.json")).doesNotExist();
    assertThat(files(clean.resolve("work"), ".*/_temporary/.*/part-.*\\.parquet"))
        .isNotEmpty()
        .anyMatch(file -> file.toFile().length() > 1_000);
    goesOnAsIfNothingHadBeen(run);
  }

  @Test
  void duringALaterEpochOfATraining() throws Exception {
    KillableRun run = run("epoch");
    Process killed = run.start();
    await(killed, run, () -> run.run().resolve("logs").toFile().exists());
    await(
        killed,
        run,
        () -> !checkpoints(run).isEmpty() && run.logs().contains("epoch 2 of at most "));

    KillableRun.kill(killed);

    Path training = run.run().resolve("steps/train-mlp");
    assertThat(training.resolve("done.json")).doesNotExist();
    assertThat(run.logs()).containsPattern("\"event\":\"progress\".*\"step\":\"train-mlp\"");
    assertThat(checkpoints(run)).isNotEmpty().hasSizeLessThan(KillableRun.EPOCHS);
    goesOnAsIfNothingHadBeen(run);
    Matcher resumed = RESUMED.matcher(run.logs());
    assertThat(resumed.find()).isTrue();
    assertThat(resumed.group(1)).isEqualTo("0");
    assertThat(resumed.find()).isTrue();
    assertThat(Integer.parseInt(resumed.group(1))).isBetween(1, KillableRun.EPOCHS - 1);
  }

  @Test
  void betweenTheUploadOfAModelAndItsCommit() throws Exception {
    KillableRun run = run("commit");
    Hold.arm(run.hold(), ".*/catalog/log/\\d+\\.json");
    Process killed = run.start();
    await(killed, run, () -> Hold.isHolding(run.hold()));

    KillableRun.kill(killed);

    Path catalog = run.folder().resolve("store/catalog");
    assertThat(files(catalog.resolve("data"), ".*/model\\.onnx")).hasSize(1);
    assertThat(files(catalog.resolve("data"), ".*/manifest\\.json")).hasSize(1);
    assertThat(files(catalog.resolve("log"), ".*/\\d+\\.json")).isEmpty();
    assertThat(run.run().resolve("steps/publish/done.json")).doesNotExist();
    goesOnAsIfNothingHadBeen(run);
    assertThat(run.catalog().verify().orphans()).hasSize(1);
  }

  private static void goesOnAsIfNothingHadBeen(KillableRun run) throws Exception {
    Hold.disarm(run.hold());

    JsonNode summary = run.finish();

    Map<String, Double> metrics = metrics(summary);
    assertThat(metrics).containsOnlyKeys(undisturbed.keySet());
    metrics.forEach(
        (name, value) -> assertThat(value).as(name).isCloseTo(undisturbed.get(name), within(SAME)));
    assertOneVersionEach(run.catalog());
    assertNothingIsLeft(run);
  }

  private static void assertOneVersionEach(Catalog catalog) {
    assertThat(catalog.verify().problems()).isEmpty();
    assertThat(catalog.models()).hasSize(2);
    for (ModelEntry model : catalog.models()) {
      assertThat(model.versions()).hasSize(1);
      assertThat(catalog.history(model.name()))
          .extracting(HistoryEntry::action)
          .containsExactlyInAnyOrder("register", "version", "alias");
    }
  }

  /** Nothing but the run's folder, the catalog, and what the test itself has put there. */
  private static void assertNothingIsLeft(KillableRun run) throws IOException {
    assertThat(names(run.folder()))
        .containsExactly("airports.csv", "flights", "runs", "store", "temporary");
    assertThat(names(run.folder().resolve("store"))).containsExactly("catalog");
    assertThat(names(run.folder().resolve("temporary"))).isEmpty();
    assertThat(names(run.folder().resolve("runs"))).containsExactly("flight-delays");
    assertThat(names(run.folder().resolve("runs/flight-delays")))
        .containsExactly(run.run().getFileName().toString());
    assertThat(names(run.run()))
        .filteredOn(name -> !name.endsWith(".crc"))
        .containsExactly(
            "definition.json", "logs", "plan.json", "report.html", "steps", "summary.json");
  }

  private static KillableRun run(String name) throws IOException {
    KillableRun run = new KillableRun(folder.resolve(name), folder.resolve("in"));
    RUNS.add(run);
    return run;
  }

  /** A condition on files that come and go. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Process process, KillableRun run, Condition condition)
      throws IOException, InterruptedException {
    while (!holds(condition)) {
      // A look every now and then leaves the cores to the run.
      assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
          .as("The run ended too early: %s", run.errors())
          .isFalse();
    }
  }

  private static boolean holds(Condition condition) throws IOException {
    try {
      return condition.holds();
    } catch (java.nio.file.NoSuchFileException | java.util.NoSuchElementException e) {
      return false;
    }
  }

  private static List<Path> checkpoints(KillableRun run) throws IOException {
    return files(
        run.run().resolve("steps/train-mlp/checkpoints"), ".*/epoch-\\d+/checkpoint\\.json");
  }

  private static List<Path> files(Path folder, String regex) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().matches(regex)).toList();
    } catch (java.io.UncheckedIOException e) {
      // A file went away while this looked.
      throw new java.nio.file.NoSuchFileException(folder.toString());
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** All test metrics by model and name. */
  private static Map<String, Double> metrics(JsonNode summary) {
    Map<String, Double> metrics = new TreeMap<>();
    for (JsonNode model : summary.path("models")) {
      Iterator<Map.Entry<String, JsonNode>> values = model.path("metrics").fields();
      while (values.hasNext()) {
        Map.Entry<String, JsonNode> metric = values.next();
        metrics.put(
            model.path("network").asText() + " " + metric.getKey(),
            metric.getValue().path("value").asDouble());
      }
    }
    return metrics;
  }
}
