package io.millrace.launcher.runs;

import io.millrace.handoff.Json;
import io.millrace.launcher.text.Figures;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace runs clean}. */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    description = {
      "Remove the oldest runs of each pipeline.",
      "Never one that is at work, that a version in the catalog came from, or whose output another run uses."
    })
final class CleanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunsOptions options;

  @Option(
      names = "--keep",
      paramLabel = "N",
      required = true,
      description = "How many of the newest runs of each pipeline stay in any case.")
  private int keep;

  @Option(names = "--pipeline", paramLabel = "P", description = "Only the runs of this pipeline.")
  private @Nullable String pipeline;

  @Option(
      names = "--catalog",
      paramLabel = "ROOT",
      defaultValue = "catalog",
      description =
          "A catalog that may refer to runs, besides those that the runs themselves name (default: ./${DEFAULT-VALUE}).")
  private String catalog = "catalog";

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask; needed where nobody can be asked.")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    if (keep < 0) {
      throw wrong("Cannot keep %d runs (expected 0 or more).".formatted(keep));
    }
    RunStore store = options.store();
    Predicate<String> wanted = name -> pipeline == null || name.equals(pipeline);
    if (pipeline != null
        && store.pipelines().stream().noneMatch(p -> p.getName().equals(pipeline))) {
      throw wrong(
          "Cannot clean pipeline '%s': '%s' has no runs of it."
              .formatted(pipeline, options.runs()));
    }
    CatalogRuns catalogs =
        new CatalogRuns(store.storage().hadoop(), store.storage().qualify(catalog).toString());
    CleanReport planned = new Cleaning(store, catalogs, keep).look(wanted);
    // Where no run goes there may still be what an interrupted removal has left.
    boolean go = !dryRun && (planned.removed().isEmpty() || mayRemove(planned));
    if (go) {
      remove(new Cleaning(store, catalogs, keep), wanted, planned);
    } else {
      print(planned);
    }
    return CommandLine.ExitCode.OK;
  }

  private void remove(Cleaning cleaning, Predicate<String> wanted, CleanReport planned)
      throws IOException {
    try {
      cleaning.remove(
          wanted,
          planned.removed().stream().map(CleanReport.Removed::folder).collect(Collectors.toSet()));
    } finally {
      print(cleaning.report(false));
    }
  }

  private boolean mayRemove(CleanReport planned) {
    if (yes) {
      return true;
    }
    Console console = System.console();
    if (console == null) {
      throw wrong(
          "Cannot ask whether to remove %d runs: there is no terminal. Look with --dry-run, then add --yes."
              .formatted(planned.removed().size()));
    }
    PrintWriter err = spec.commandLine().getErr();
    err.print(planned.text());
    err.printf(
        "Remove %d runs, %s? [y/N] ", planned.removed().size(), Figures.bytes(planned.bytes()));
    err.flush();
    String answer = console.readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  private void print(CleanReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(options.json() ? Json.text(report) + "\n" : report.text());
    out.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
