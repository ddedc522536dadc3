package io.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sample of the flights on two workers of each version of Spark, with folders of their own;
 * input, runs and catalog lie on a file system that local paths do not reach.
 */
class StandaloneClusterIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static TestCluster spark;
  private static TestCluster bigdl;

  @BeforeAll
  static void startClusters() throws Exception {
    Sample.write(Files.createDirectories(folder.resolve("store/in")), 60, 4);
    spark = TestCluster.start(folder, "spark-3.5");
    bigdl = TestCluster.start(folder, "spark-2.4");
  }

  @AfterAll
  static void stopClusters() throws Exception {
    TestCluster.stopAll(spark, bigdl);
  }

  @Test
  void runsDefinitionOnBothExecutors() throws Exception {
    Launch.Ended run = onCluster("run", Launch.HOME.resolve("conf/flight-delays.conf").toString());

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode summary = JSON.readTree(run.out());
    assertThat(summary.path("status").asText()).isEqualTo("succeeded");
    assertThat(summary.path("models").path(0).path("version").asInt()).isEqualTo(1);
    assertThat(folder.resolve("store/catalog/log/00000000000000000001.json")).exists();
    List<Map<String, Integer>> applications = tasksByExecutor();
    // Spark 3.5 before and after the trainings, and Spark 2.4 for them.
    assertThat(applications).hasSize(3);
    for (Map<String, Integer> tasks : applications) {
      assertThat(tasks).hasSize(2);
      assertThat(tasks.values()).allMatch(count -> count > 10);
    }
    assertThat(summary.path("models").findValuesAsText("engine"))
        .containsExactlyInAnyOrder("mllib", "bigdl");
    // Each executor writes its own part of a checkpoint, and its parameters are those it updates.
    assertThat(TestCluster.checkpointParts(folder.resolve("store/runs")))
        .contains("part-00000.safetensors", "part-00001.safetensors");

    scoresOnBothExecutors();
  }

  private void scoresOnBothExecutors() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("score", "--model", "ops/flight-delay@champion"));
    command.addAll(List.of("--input", "shared:///in/flights", "--output", "shared:///out"));
    command.addAll(List.of("--format", "csv", "--catalog", "shared:///catalog"));
    command.addAll(List.of("--master", spark.master()));
    command.addAll(settings());

    Launch.Ended scored = Launch.millrace(folder, environment(), command);

    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(rows(folder.resolve("store/out")))
        .isEqualTo(rows(folder.resolve("store/in/flights")));
  }

  private static Launch.Ended onCluster(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addAll(List.of("--runs", "shared:///runs", "--catalog", "shared:///catalog", "--json"));
    command.addAll(List.of("--master", spark.master(), "--bigdl-master", bigdl.master()));
    for (String setting :
        List.of(
            "tables.flights.path=\"shared:///in/flights\"",
            "tables.flights.format=csv",
            "tables.airports.path=\"shared:///in/airports.csv\"",
            "resources.executors=2",
            "resources.cores=1",
            "resources.memory=1g",
            // One model of each engine is enough here.
            "models.wide-and-deep=null",
            // A sample is too small for the limits of the whole.
            "evaluation.gate=[\"rocAuc >= 0.55\"]")) {
      command.addAll(List.of("--set", setting));
    }
    command.addAll(settings());
    return Launch.millrace(folder, environment(), command);
  }

  private static List<String> settings() {
    Path classes = Path.of("target/test-classes").toAbsolutePath();
    Path events = folder.resolve("events");
    List<String> settings = new ArrayList<>();
    for (String setting :
        List.of(
            "spark.hadoop.fs.shared.impl=" + SharedFileSystem.class.getName(),
            "spark.hadoop.fs.AbstractFileSystem.shared.impl="
                + SharedFileSystem.Contextual.class.getName(),
            "spark.hadoop." + SharedFileSystem.ROOT + "=" + folder.resolve("store"),
            "spark.hadoop.millrace.catalog.commit.shared=rename",
            "spark.driver.extraClassPath=" + classes,
            "spark.executor.extraClassPath=" + classes,
            "spark.eventLog.enabled=true",
            "spark.eventLog.dir=" + events.toUri())) {
      settings.addAll(List.of("--conf", setting));
    }
    return settings;
  }

  private static Map<String, String> environment() throws IOException {
    Files.createDirectories(folder.resolve("events"));
    return Map.of("MILLRACE_CLASSPATH", Path.of("target/test-classes").toAbsolutePath().toString());
  }

  /** Of each application. */
  private static List<Map<String, Integer>> tasksByExecutor() throws IOException {
    List<Map<String, Integer>> applications = new ArrayList<>();
    try (Stream<Path> logs = Files.list(folder.resolve("events"))) {
      for (Path log : logs.filter(p -> !p.getFileName().toString().startsWith(".")).toList()) {
        Map<String, Integer> tasks = new TreeMap<>();
        for (String line : Files.readAllLines(log)) {
          if (line.contains("\"Event\":\"SparkListenerTaskEnd\"")) {
            String executor = JSON.readTree(line).path("Task Info").path("Executor ID").asText();
            tasks.merge(executor, 1, Integer::sum);
          }
        }
        applications.add(tasks);
      }
    }
    return applications;
  }

  private static long rows(Path csv) throws IOException {
    long rows = 0;
    try (Stream<Path> files = Files.list(csv)) {
      for (Path file : files.filter(p -> p.toString().endsWith(".csv")).toList()) {
        rows += Math.max(0, Files.readAllLines(file).size() - 1);
      }
    }
    return rows;
  }
}
