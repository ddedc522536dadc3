package io.millrace.benchmarks.train;

import io.millrace.launcher.install.Installation;
import io.millrace.launcher.install.SparkRuntime;
import io.millrace.launcher.install.SparkVersion;
import io.millrace.launcher.run.Machine;
import io.millrace.launcher.run.Processor;
import io.millrace.launcher.run.SparkJobs;
import io.millrace.launcher.run.SparkSettings;
import io.millrace.spec.ResourceSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the two programs that are measured, each in a JVM of its own with the same settings. */
final class Processes {
  static final int CORES = 2;

  /** Heap of each. */
  static final long HEAP_BYTES = 4L << 30;

  private static final int LAST_WORDS = 30;

  private final Installation installation;
  private final Path scratch;

  /**
   * @param home the source tree, built
   * @param scratch for temporary files and logs
   */
  Processes(Path home, Path scratch) {
    this.installation = new Installation(home);
    this.scratch = scratch;
  }

  /**
   * Trains as the launcher does: the same class, options and environment.
   *
   * @throws IOException if it failed, with the end of its log
   */
  void train(PreparedRun run) throws IOException, InterruptedException {
    SparkSettings settings =
        new SparkSettings(
            "local[%d]".formatted(CORES),
            Map.of(),
            new ResourceSpec(CORES, HEAP_BYTES, null),
            Machine.current());
    List<String> arguments =
        List.of("--run", run.folder().toString(), "--steps", "train-" + PreparedRun.MODEL);
    run(
        "TrainSteps",
        new SparkJobs(installation, settings, settings)
            .on(SparkVersion.SPARK_2_4)
            .process(arguments, scratch));
  }

  /**
   * Runs a program with the classes of the runtime and of this benchmark.
   *
   * @return what it printed
   * @throws IOException if it failed, with the end of its log
   */
  List<String> reference(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    SparkRuntime runtime = installation.runtime(SparkVersion.SPARK_2_4);
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Xmx" + (HEAP_BYTES >> 20) + "m");
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            System.getProperty("millrace.benchmarks"),
            runtime.folder().resolve("lib") + "/*",
            runtime.jars() + "/*"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command);
    Processor.current()
        .mklType()
        .ifPresent(type -> process.environment().putIfAbsent(Processor.MKL_VARIABLE, type));
    return run(program.getSimpleName(), process);
  }

  private List<String> run(String name, ProcessBuilder builder)
      throws IOException, InterruptedException {
    Path log = scratch.resolve(name + ".log");
    Path out = scratch.resolve(name + ".out");
    Process process =
        builder
            .directory(scratch.toFile())
            .redirectError(log.toFile())
            .redirectOutput(out.toFile())
            .start();
    Thread end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    if (code != 0) {
      throw new IOException(
          "Cannot measure: %s ended with code %d (expected 0). Its last words:%n%s%n%s"
              .formatted(name, code, end(out), end(log)));
    }
    return Files.readAllLines(out);
  }

  private static String end(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
  }
}
