package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.VersionContent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Runs of one definition after another, as a user would start them. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RerunIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STEPS =
      "clean=%1$s features=%2$s train-logistic-regression=%3$s train-mlp=%3$s evaluate=%4$s publish=%5$s";

  @TempDir static Path folder;

  @BeforeAll
  static void writeSample() throws Exception {
    Sample.write(folder, 150, 1);
  }

  private record Outcome(int code, JsonNode summary, String err) {
    String steps() {
      Map<String, String> steps = new LinkedHashMap<>();
      summary
          .path("steps")
          .forEach(s -> steps.put(s.path("name").asText(), s.path("status").asText()));
      return String.join(
          " ", steps.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    }

    int version() {
      return summary.path("models").path(0).path("version").asInt();
    }
  }

  private static List<String> command(String... settings) {
    List<String> command =
        new ArrayList<>(
            List.of("run", Launch.HOME.resolve("conf/flight-delays.conf").toString(), "--json"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "tables.flights.path=flights",
                "tables.flights.format=csv",
                "tables.airports.path=airports.csv",
                "resources.memory=1g",
                // One model of each engine is enough here.
                "models.wide-and-deep=null",
                "evaluation.gate=[\"rocAuc >= 0.55\"]"));
    all.addAll(List.of(settings));
    all.forEach(setting -> command.addAll(List.of("--set", setting)));
    return command;
  }

  private static Outcome run(String... settings) throws Exception {
    Launch.Ended ended = Launch.millrace(folder, Map.of(), command(settings));
    return new Outcome(ended.code(), JSON.readTree(ended.out()), ended.err());
  }

  private static String steps(String... statuses) {
    return STEPS.formatted((Object[]) statuses);
  }

  @Test
  @Order(1)
  void firstRunDoesEveryStep() throws Exception {
    Outcome first = run();

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.steps()).isEqualTo(steps("done", "done", "done", "done", "done"));
    assertThat(first.version()).isEqualTo(1);
  }

  @Test
  @Order(2)
  void estimatesAreWithinThreeTimesOfWhatWasMeasured() throws Exception {
    Path run = newestRun();
    JsonNode plan = JSON.readTree(run.resolve("plan.json").toFile());

    for (JsonNode step : plan.path("steps")) {
      Path done = run.resolve("steps/" + step.path("name").asText() + "/done.json");
      JsonNode measured = JSON.readTree(done.toFile()).path("measured");
      for (String figure : List.of("memoryBytes", "shuffleBytes")) {
        Estimated.check(
            step.path("name").asText() + " " + figure,
            step.path("estimate").path(figure).asLong(),
            measured.path(figure).asLong());
      }
    }
  }

  @Test
  @Order(2)
  void theRunLeavesItsReportWithAllPlots() throws Exception {
    Path report = newestRun().resolve("report.html");

    assertThat(report).content().doesNotContain("<script", "Not shown:");
    for (String plot :
        List.of(
            "training-epoch",
            "training-iteration",
            "roc",
            "precision-recall",
            "calibration",
            "slice-1",
            "importance")) {
      assertThat(report).content().contains("id=\"plot-" + plot + "-t\"");
    }
    assertThat(Files.size(report)).isLessThan(1_500_000);
  }

  @Test
  @Order(3)
  void secondRunSkipsEveryStepAndPublishesNothing() throws Exception {
    Outcome second = run();

    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.steps())
        .isEqualTo(steps("skipped", "skipped", "skipped", "skipped", "skipped"));
    assertThat(second.version()).isEqualTo(1);
  }

  @Test
  @Order(4)
  void changedGateEvaluatesAndPublishesAgain() throws Exception {
    Outcome gate = run("evaluation.gate=[\"rocAuc >= 0.56\"]");

    assertThat(gate.steps()).isEqualTo(steps("skipped", "skipped", "skipped", "done", "done"));
    assertThat(gate.version()).isEqualTo(2);
    assertThat(lineage(1).path("parent").isNull()).isTrue();
    assertThat(lineage(2).path("parent").asText()).isEqualTo("ops/flight-delay/1");
    assertThat(lineage(2).path("champion").asText()).isEqualTo("ops/flight-delay/1");
  }

  private static JsonNode lineage(int version) throws Exception {
    VersionContent content =
        Catalog.open(folder.resolve("catalog").toString()).content("ops/flight-delay/" + version);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.copy(content.artifact("lineage.json").orElseThrow(), bytes);
    return JSON.readTree(bytes.toByteArray());
  }

  @Test
  @Order(5)
  void failedGateExitsWithThreeAndKeepsTheChampion() throws Exception {
    Outcome failed = run("evaluation.gate=[\"rocAuc >= 0.999\"]");

    assertThat(failed.code()).isEqualTo(3);
    assertThat(failed.summary().path("models").path(0).path("gate").path("passed").asBoolean())
        .isFalse();
    JsonNode models =
        JSON.readTree(Launch.millrace(folder, "models", "--json").out()).path(0).path("versions");
    assertThat(models.path(1).path("aliases").path(0).asText()).isEqualTo("champion");
    assertThat(models.path(2).path("aliases")).isEmpty();
  }

  @Test
  @Order(6)
  void changedByteRunsEveryStepDownstream() throws Exception {
    Path file = folder.resolve("flights/part-0.csv");
    byte[] content = Files.readAllBytes(file);
    int digit = new String(content, StandardCharsets.UTF_8).indexOf(":", 60) + 1;
    content[digit] = (byte) (content[digit] == '0' ? '1' : '0');
    Files.write(file, content);

    Outcome changed = run();

    assertThat(changed.code()).as(changed.err()).isZero();
    assertThat(changed.steps()).isEqualTo(steps("done", "done", "done", "done", "done"));
  }

  @Test
  @Order(7)
  void touchedFileChangesNothing() throws Exception {
    Files.setLastModifiedTime(
        folder.resolve("airports.csv"), java.nio.file.attribute.FileTime.fromMillis(0));

    assertThat(run().steps())
        .isEqualTo(steps("skipped", "skipped", "skipped", "skipped", "skipped"));
  }

  @Test
  @Order(8)
  void refusesSecondRunAtTheSameTime() throws Exception {
    List<String> command = new ArrayList<>(List.of(Launch.HOME.resolve("millrace").toString()));
    command.addAll(command("split.valid.from=\"2001-05-02\""));
    Path out = folder.resolve("first.out");
    Path err = folder.resolve("first.err");
    Process first = Launch.start(folder, Map.of(), command, out, err);
    try {
      Path lock = folder.resolve("runs/flight-delays/lock.json");
      while (!Files.exists(lock)) {
        assertThat(first.isAlive()).as("first run: %s", Files.readString(err)).isTrue();
        Thread.onSpinWait();
      }

      Launch.Ended second = Launch.millrace(folder, Map.of(), command());

      assertThat(second.code()).isEqualTo(1);
      assertThat(second.err()).contains("Cannot run 'flight-delays': run ");
      assertThat(first.waitFor()).as(Files.readString(err)).isZero();
    } finally {
      first.descendants().forEach(ProcessHandle::destroyForcibly);
      first.destroyForcibly();
    }
  }

  @Test
  @Order(9)
  void changedByteInTheCatalogIsRefusedNotScored() throws Exception {
    List<Path> models;
    try (Stream<Path> files = Files.walk(folder.resolve("catalog/data"))) {
      models = files.filter(file -> file.endsWith("model.onnx")).toList();
    }
    for (Path model : models) {
      byte[] bytes = Files.readAllBytes(model);
      bytes[bytes.length / 2] ^= 1;
      Files.write(model, bytes);
    }

    Launch.Ended scored =
        Launch.millrace(
            folder,
            "score",
            "--model",
            "ops/flight-delay@champion",
            "--input",
            "flights",
            "--output",
            "scored",
            "--format",
            "csv");

    assertThat(scored.code()).isEqualTo(1);
    assertThat(scored.err()).contains("model.onnx").contains("SHA-256");
    assertThat(folder.resolve("scored")).doesNotExist();
  }

  @Test
  @Order(10)
  void typoInDefinitionExitsWithTwoAndNamesTheNearestKey() throws Exception {
    Path conf = folder.resolve("typo.conf");
    Files.writeString(
        conf,
        Files.readString(Launch.HOME.resolve("conf/flight-delays.conf"))
            .replace("evaluation {", "evalution {"));

    Launch.Ended typo = Launch.millrace(folder, "plan", conf.toString());

    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.err()).contains("typo.conf:").contains("'evalution'").contains("'evaluation'");
  }

  private static Path newestRun() throws Exception {
    try (Stream<Path> runs = Files.list(folder.resolve("runs/flight-delays"))) {
      return runs.filter(Files::isDirectory).sorted().reduce((a, b) -> b).orElseThrow();
    }
  }
}
