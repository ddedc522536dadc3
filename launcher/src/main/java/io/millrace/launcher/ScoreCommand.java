package io.millrace.launcher;

import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.ReaderOptions;
import io.millrace.catalog.VersionEntry;
import io.millrace.handoff.Digests;
import io.millrace.handoff.Storage;
import io.millrace.launcher.install.Installation;
import io.millrace.launcher.install.SparkVersion;
import io.millrace.launcher.options.HadoopOptions;
import io.millrace.launcher.run.Machine;
import io.millrace.launcher.run.Progress;
import io.millrace.launcher.run.SingleJob;
import io.millrace.launcher.run.SparkApplication;
import io.millrace.launcher.run.SparkSettings;
import io.millrace.spec.ResourceSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace score}. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = "Add a model's predictions to raw rows, by a Spark job.")
final class ScoreCommand implements Callable<Integer> {
  private static final String JOB = "io.millrace.jobs.score.ScoreJob";
  private static final ResourceSpec MACHINE = new ResourceSpec(null, null, null);

  @Spec private CommandSpec spec;
  @Mixin private HadoopOptions hadoop;

  /** What the rows are written as; the job takes the names in lower case. */
  private enum Format {
    parquet,
    csv,
    json,
    orc
  }

  @Option(
      names = "--model",
      paramLabel = "REF",
      required = true,
      description = "team/model@alias or team/model/version.")
  private String model;

  @Option(names = "--input", paramLabel = "P", required = true, description = "Raw rows.")
  private String input;

  @Option(
      names = "--output",
      paramLabel = "Q",
      required = true,
      description = "A folder that is not there yet.")
  private String output;

  @Option(
      names = "--format",
      defaultValue = "parquet",
      description = "Of the input: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--edges",
      paramLabel = "TABLE=P",
      description =
          "For a model over a graph, whose nodes are the input: the rows of a table of edges of its definition. Once for each.")
  private Map<String, String> edges = new LinkedHashMap<>();

  @Option(
      names = "--embeddings",
      description =
          "Also what a model over a graph knows of each node before its last convolution.")
  private boolean embeddings;

  @Option(
      names = "--catalog",
      paramLabel = "ROOT",
      defaultValue = "catalog",
      description =
          "The catalog, or https://host:port of its server, with a token in MILLRACE_TOKEN (default: ./${DEFAULT-VALUE}).")
  private String catalog;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "The Spark master (default: local).")
  private @Nullable String master;

  @Override
  public Integer call() throws Exception {
    Storage storage = new Storage(hadoop.hadoop());
    String root = CatalogReader.isServer(catalog) ? catalog : storage.qualify(catalog).toString();
    check(storage, root);
    SparkSettings settings = new SparkSettings(master, hadoop.spark(), MACHINE, Machine.current());
    SparkApplication application =
        new SparkApplication(Installation.current(), SparkVersion.SPARK_3_5, settings, JOB);
    Optional<String> failure;
    try (Progress progress = Terminal.progress(spec.commandLine().getOut(), false)) {
      failure = new SingleJob(storage, progress).run(application, arguments(storage, root));
    }
    failure.ifPresent(text -> spec.commandLine().getErr().println(text));
    return failure.isPresent() ? ExitCode.FAILED : ExitCode.DONE;
  }

  /**
   * Whoever mistypes a name should not wait for Spark to learn it.
   *
   * @throws WrongUseException if the reference is none, the input is not there or the output is
   * @throws io.millrace.catalog.CatalogException if the catalog has no such model
   */
  private void check(Storage storage, String root) throws IOException {
    try {
      CatalogReader models =
          CatalogReader.open(root, ReaderOptions.standard().with(storage.hadoop()));
      requireTables(models.resolve(model));
      List<String> inputs = new ArrayList<>(List.of(input));
      inputs.addAll(edges.values());
      for (String path : inputs) {
        Digests.inputFiles(List.of(storage.qualify(path).toString()), storage.hadoop());
      }
    } catch (IllegalArgumentException | FileNotFoundException e) {
      throw wrongUse(e.getMessage(), e);
    }
    if (storage.exists(storage.qualify(output))) {
      throw wrongUse(
          "Cannot write scores to '%s': it exists (expected a new folder). Choose another name or remove it."
              .formatted(output),
          null);
    }
  }

  private void requireTables(VersionEntry version) {
    String named = version.tags().getOrDefault("edges", "");
    Set<String> tables = named.isEmpty() ? Set.of() : Set.of(named.split(",", -1));
    if (!tables.equals(edges.keySet())) {
      throw wrongUse(
          "Cannot score with '%s': tables of edges %s were given (expected %s). Give '--edges TABLE=PATH' for each."
              .formatted(model, edges.keySet(), new TreeSet<>(tables)),
          null);
    }
    if (embeddings && (tables.isEmpty() || format == Format.csv)) {
      throw wrongUse(
          tables.isEmpty()
              ? "Cannot give embeddings with '%s': its scores come from rows alone (expected a model over a graph)."
                  .formatted(model)
              : "Cannot write embeddings as csv: they are lists of numbers (expected parquet, json or orc). Give '--format'.",
          null);
    }
  }

  private static WrongUseException wrongUse(String message, @Nullable Exception cause) {
    WrongUseException wrong = new WrongUseException(message);
    wrong.initCause(cause);
    return wrong;
  }

  private List<String> arguments(Storage storage, String root) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--catalog", root, "--model", model));
    arguments.addAll(List.of("--input", storage.qualify(input).toString()));
    for (Map.Entry<String, String> table : edges.entrySet()) {
      arguments.add("--edges");
      arguments.add(table.getKey() + "=" + storage.qualify(table.getValue()));
    }
    arguments.addAll(List.of("--output", storage.qualify(output).toString()));
    arguments.addAll(List.of("--format", format.name()));
    arguments.addAll(List.of("--embeddings", String.valueOf(embeddings)));
    return arguments;
  }
}
