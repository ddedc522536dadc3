package io.millrace.launcher.runs;

import io.millrace.handoff.Json;
import io.millrace.launcher.text.Figures;
import io.millrace.launcher.text.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace runs}; without a command of its own it lists. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "List the runs, newest first; show one, remove old ones.",
    subcommands = {ShowRunCommand.class, CleanCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace runs flight-delays",
      "  millrace runs show 20261124-132450",
      "  millrace runs clean --keep 5 --dry-run"
    })
public final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunsOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = "Only the runs of this pipeline.")
  private @Nullable String pipeline;

  @Override
  public Integer call() throws IOException {
    List<RunView> runs = new ArrayList<>();
    for (StoredRun run : options.store().runs(pipeline)) {
      runs.add(RunView.of(run));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(Json.text(runs));
    } else if (runs.isEmpty()) {
      out.println(
          "There are no runs%s in '%s'."
              .formatted(pipeline == null ? "" : " of '" + pipeline + "'", options.runs()));
    } else {
      out.print(table(runs));
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static String table(List<RunView> runs) {
    TextTable table =
        new TextTable(
            "run", "pipeline", "begun", "status", "steps", "best model", "figure", "size");
    for (RunView run : runs) {
      table.row(
          run.runId(),
          run.pipeline(),
          run.begun(),
          status(run),
          run.stepsDone() + " of " + run.steps(),
          best(run.best()),
          figure(run.best()),
          Figures.bytes(run.bytes()));
    }
    return table.text();
  }

  static String status(RunView run) {
    RunView.OwnerView owner = run.owner();
    return owner == null
        ? run.status()
        : "%s (%s, process %d on %s)"
            .formatted(run.status(), owner.user(), owner.pid(), owner.host());
  }

  private static String best(RunView.@Nullable BestModel best) {
    return best == null ? "-" : best.name() + "/" + best.version();
  }

  private static String figure(RunView.@Nullable BestModel best) {
    return best == null || best.value() == null
        ? "-"
        : best.metric() + " " + Figures.metric(best.value());
  }
}
