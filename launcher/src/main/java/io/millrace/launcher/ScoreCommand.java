package io.millrace.launcher;

import io.millrace.catalog.Catalog;
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
import java.util.List;
import java.util.Optional;
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
      names = "--catalog",
      paramLabel = "ROOT",
      defaultValue = "catalog",
      description = "The catalog (default: ./${DEFAULT-VALUE}).")
  private String catalog;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "The Spark master (default: local).")
  private @Nullable String master;

  @Override
  public Integer call() throws Exception {
    Storage storage = new Storage(hadoop.hadoop());
    String root = storage.qualify(catalog).toString();
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
    Catalog models = Catalog.open(root, storage.hadoop());
    try {
      models.resolve(model);
      Digests.inputFiles(List.of(storage.qualify(input).toString()), storage.hadoop());
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

  private static WrongUseException wrongUse(String message, @Nullable Exception cause) {
    WrongUseException wrong = new WrongUseException(message);
    wrong.initCause(cause);
    return wrong;
  }

  private List<String> arguments(Storage storage, String root) throws IOException {
    return List.of(
        "--catalog",
        root,
        "--model",
        model,
        "--input",
        storage.qualify(input).toString(),
        "--output",
        storage.qualify(output).toString(),
        "--format",
        format.name());
  }
}
