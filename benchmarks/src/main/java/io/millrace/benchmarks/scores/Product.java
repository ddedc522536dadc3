package io.millrace.benchmarks.scores;

import io.millrace.handoff.Json;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.model.TrainingRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The command {@code millrace}, with runs and catalogs of its own. */
final class Product {
  /** Done, and done but the gate failed: benchmarks have targets of their own. */
  private static final Set<Integer> DONE = Set.of(0, 3);

  private final Path home;
  private final Path scratch;

  /**
   * @param home the source tree, built
   * @param scratch for runs and catalogs
   */
  Product(Path home, Path scratch) {
    this.home = home;
    this.scratch = scratch;
  }

  /** A folder of a run that has ended. */
  record Run(Path folder) {
    /**
     * How the trainings of a model went.
     *
     * @throws IOException if the run did not train it by BigDL
     */
    TrainingRuns trainings(String model) throws IOException {
      Path file = folder.resolve("steps/train-%s/out/runs.json".formatted(model));
      return Json.read(
          Files.readAllBytes(file), TrainingRuns.class, TrainingRuns.VERSION, file.toString());
    }

    /**
     * What was measured of a model's file.
     *
     * @throws IOException if the run did not evaluate it
     */
    ModelEvaluation shipped(String model) throws IOException {
      Path file = folder.resolve("steps/evaluate/out/%s/evaluation.json".formatted(model));
      return Json.read(
          Files.readAllBytes(file),
          ModelEvaluation.class,
          ModelEvaluation.VERSION,
          file.toString());
    }
  }

  /**
   * Runs a definition to its end. Its progress goes to standard error.
   *
   * @param name of a folder: runs of one folder take over each other's steps
   * @param definition relative to the source tree
   * @param options of {@code millrace run}
   * @throws IOException if it failed
   */
  Run run(String name, String definition, List<String> options)
      throws IOException, InterruptedException {
    Path folder = scratch.resolve(name);
    List<String> command = new ArrayList<>();
    command.add(home.resolve("millrace").toString());
    command.addAll(List.of("run", home.resolve(definition).toString(), "--json"));
    command.addAll(List.of("--runs", folder.resolve("runs").toString()));
    command.addAll(List.of("--catalog", folder.resolve("catalog").toString()));
    command.addAll(options);
    Process process = start(command, folder);
    int code = process.waitFor();
    if (!DONE.contains(code)) {
      throw new IOException(
          "Cannot measure '%s': millrace run ended with code %d (expected 0 or 3). Its messages stand above."
              .formatted(definition, code));
    }
    try (Stream<Path> files = Files.find(folder.resolve("runs"), 3, Product::isSummary)) {
      // A run's name begins with its time.
      return new Run(files.max(Comparator.naturalOrder()).orElseThrow().getParent());
    }
  }

  private static boolean isSummary(Path file, Object attributes) {
    return file.endsWith("summary.json");
  }

  private Process start(List<String> command, Path folder) throws IOException {
    Files.createDirectories(folder);
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(folder.resolve("result.json").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // Asked to end, the launcher ends its jobs first.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process;
  }
}
