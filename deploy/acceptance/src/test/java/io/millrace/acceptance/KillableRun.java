package io.millrace.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * One command in a folder and a process group of its own, which can be killed and started again.
 * The runs lie in {@code runs}, the catalog in {@code store/catalog}, and what the processes put
 * into the machine's temporary folder in {@code temporary}.
 */
final class KillableRun {
  static final int EPOCHS = 4;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MINUTES = 30;

  private final Path folder;
  private final Path output;
  private final List<Process> started = new ArrayList<>();

  /**
   * @param folder that is not there yet
   * @param input folder of the {@link Sample}
   */
  KillableRun(Path folder, Path input) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.output = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-output"));
    Files.createDirectories(folder.resolve("temporary"));
    Files.createDirectories(folder.resolve("store"));
    Files.createSymbolicLink(folder.resolve("flights"), input.resolve("flights"));
    Files.createSymbolicLink(folder.resolve("airports.csv"), input.resolve("airports.csv"));
  }

  Path folder() {
    return folder;
  }

  /** Where processes tell that they are held. */
  Path hold() {
    return output.resolve("hold");
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.add(Launch.HOME.resolve("millrace").toString());
    command.addAll(List.of("run", Launch.HOME.resolve("conf/flight-delays.conf").toString()));
    command.addAll(List.of("--json", "--catalog", "shared:///catalog"));
    for (String setting :
        List.of(
            "tables.flights.path=flights",
            "tables.flights.format=csv",
            "tables.airports.path=airports.csv",
            "resources.memory=1g",
            "models.wide-and-deep=null",
            // Epochs of some seconds.
            "models.mlp={engine=bigdl,embedding=4,hidden=[16],batch-size=128,epochs=%d,patience=%d}"
                .formatted(EPOCHS, EPOCHS),
            "evaluation.replicates=20",
            "evaluation.gate=[\"rocAuc >= 0.55\"]")) {
      command.addAll(List.of("--set", setting));
    }
    properties(HeldSharedFileSystem.class, HeldSharedFileSystem.Contextual.class)
        .forEach(
            (key, value) -> command.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
    command.addAll(List.of("--conf", "spark.driver.extraClassPath=" + classes()));
    return command;
  }

  private Map<String, String> properties(Class<?> shared, Class<?> contextual) {
    return Map.of(
        "fs.file.impl",
        HeldLocalFileSystem.class.getName(),
        "fs.shared.impl",
        shared.getName(),
        "fs.AbstractFileSystem.shared.impl",
        contextual.getName(),
        SharedFileSystem.ROOT,
        folder.resolve("store").toString(),
        "millrace.catalog.commit.shared",
        "rename",
        Hold.FOLDER,
        hold().toString());
  }

  private static Path classes() {
    return Path.of("target/test-classes").toAbsolutePath();
  }

  /** Starts the command. */
  Process start() throws IOException {
    int start = started.size() + 1;
    String temporary = folder.resolve("temporary").toString();
    Process process =
        Launch.start(
            folder,
            Map.of(
                "MILLRACE_CLASSPATH",
                classes().toString(),
                "TMPDIR",
                temporary,
                "JAVA_TOOL_OPTIONS",
                "-Djava.io.tmpdir=" + temporary),
            command(),
            output.resolve(start + ".out"),
            output.resolve(start + ".err"));
    started.add(process);
    return process;
  }

  /** Ends all that a test that failed has left. */
  void end() throws IOException, InterruptedException {
    for (Process process : started) {
      if (process.isAlive()) {
        kill(process);
      }
    }
  }

  /** What the last start said of what went wrong. */
  String errors() throws IOException {
    return Files.readString(output.resolve(started.size() + ".err"));
  }

  /** Kills the whole process group of a start, and waits until nobody of it is left. */
  static void kill(Process process) throws IOException, InterruptedException {
    String group = "-" + process.pid();
    signal("KILL", group);
    process.waitFor();
    while (signal("0", group) == 0) {
      Thread.onSpinWait();
    }
  }

  private static int signal(String name, String to) throws IOException, InterruptedException {
    return new ProcessBuilder("kill", "-" + name, "--", to)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Runs the command to its end; returns the summary. */
  JsonNode finish() throws Exception {
    Process process = start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError("The run did not succeed: " + errors());
      }
      if (signal("0", "-" + process.pid()) == 0) {
        throw new AssertionError("The run has left processes behind.");
      }
    } finally {
      signal("KILL", "-" + process.pid());
    }
    return JSON.readTree(output.resolve(started.size() + ".out").toFile());
  }

  /** The catalog, read by nobody's file system but this test's. */
  Catalog catalog() {
    Configuration hadoop = new Configuration();
    properties(SharedFileSystem.class, SharedFileSystem.Contextual.class).forEach(hadoop::set);
    hadoop.set("fs.shared.impl.disable.cache", "true");
    return Catalog.open("shared:///catalog", hadoop);
  }

  /** The run's folder. */
  Path run() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("runs/flight-delays"))) {
      return runs.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  /** The text of all logs of the run, the oldest first. */
  String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> logs = Files.list(run().resolve("logs"))) {
      for (Path log : logs.sorted().toList()) {
        text.append(Files.readString(log));
      }
    }
    return text.toString();
  }
}
