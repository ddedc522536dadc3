package io.millrace.launcher.runs;

import io.millrace.handoff.Json;
import io.millrace.launcher.text.Figures;
import io.millrace.launcher.text.TextTable;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.run.RunSummary.ModelSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace runs show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Show a run: its steps and where their output lies, its models, logs, and what failed.")
final class ShowRunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunsOptions options;

  @Parameters(
      paramLabel = "RUN",
      description = "Its id, a beginning of the id that no other run has, or its folder.")
  private String run;

  @Override
  public Integer call() throws IOException {
    RunDetails details = RunDetails.of(options.store().find(run));
    PrintWriter out = spec.commandLine().getOut();
    out.print(options.json() ? Json.text(details) + "\n" : text(details));
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static String text(RunDetails details) {
    RunView run = details.run();
    StringBuilder text = new StringBuilder();
    text.append(
        "Run %s of %s, begun %s: %s%n%n"
            .formatted(run.runId(), run.pipeline(), run.begun(), RunsCommand.status(run)));
    text.append(steps(details.steps()));
    if (!details.models().isEmpty()) {
      text.append('\n').append(models(details.models()));
    }
    if (details.failure() != null) {
      text.append('\n').append("Failed: ").append(details.failure()).append('\n');
    }
    text.append('\n');
    line(text, "Folder", plain(run.folder()) + ", " + Figures.bytes(run.bytes()));
    if (details.catalog() != null) {
      line(text, "Catalog", plain(details.catalog()));
    }
    details.logs().forEach(log -> line(text, "Log", plain(log)));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-9s%s%n".formatted(name + ":", value));
  }

  private static String steps(List<RunDetails.StepView> steps) {
    TextTable table = new TextTable("step", "status", "time", "output");
    for (RunDetails.StepView step : steps) {
      Double seconds = step.seconds();
      table.row(
          step.name(),
          step.reusedFrom() == null ? step.status() : "of run " + step.reusedFrom(),
          seconds == null || step.reusedFrom() != null ? "-" : Figures.seconds(seconds),
          plain(Objects.requireNonNullElse(step.output(), "-")));
    }
    return table.text();
  }

  private static String models(List<ModelSummary> models) {
    TextTable table = new TextTable("model", "network", "version", "gate", "test metrics");
    for (ModelSummary model : models) {
      table.row(
          model.name(),
          model.network(),
          version(model.version()),
          model.gate().passed() ? "passed" : "failed",
          metrics(model.metrics()));
    }
    return table.text();
  }

  private static String version(@Nullable Integer version) {
    return version == null ? "-" : version.toString();
  }

  private static String metrics(Map<String, MetricValue> metrics) {
    return metrics.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(metric -> metric.getKey() + " " + Figures.metric(metric.getValue().value()))
        .collect(Collectors.joining(", "));
  }

  /** A local path as people type it. */
  static String plain(String uri) {
    return uri.startsWith("file:") ? uri.replaceFirst("^file:/+", "/") : uri;
  }
}
