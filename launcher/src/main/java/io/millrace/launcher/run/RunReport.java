package io.millrace.launcher.run;

import static io.millrace.launcher.text.Figures.count;
import static io.millrace.launcher.text.Figures.metric;

import io.millrace.launcher.report.Report;
import io.millrace.launcher.text.Figures;
import io.millrace.launcher.text.TextTable;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.RunSummary.ModelSummary;
import io.millrace.spec.run.RunSummary.StepSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people read at the end of a run. */
public final class RunReport {
  private RunReport() {}

  /** The report; ends with a line break. */
  public static String text(RunOutcome outcome) {
    RunSummary summary = outcome.summary();
    StringBuilder text = new StringBuilder();
    text.append(
        "%nRun %s of %s %s in %s%n%n"
            .formatted(
                summary.runId(),
                summary.pipeline(),
                summary.status(),
                Figures.seconds(summary.seconds())));
    text.append(rows(summary.steps()));
    if (!summary.models().isEmpty()) {
      text.append('\n').append(models(summary.models()));
      failedRules(summary.models()).forEach(line -> text.append(line).append('\n'));
    }
    String run = plain(outcome.planned().directory().root().toString());
    text.append("\nRun:     ").append(run);
    text.append("\nReport:  ").append(run).append('/').append(Report.FILE);
    text.append('\n')
        .append("Catalog: ")
        .append(plain(outcome.planned().plan().catalog()))
        .append('\n');
    return text.toString();
  }

  private static String rows(List<StepSummary> steps) {
    TextTable table = new TextTable("step", "status", "time", "rows read", "kept", "rejected");
    for (StepSummary step : steps) {
      table.row(
          step.name(),
          step.status().equals("skipped") ? "up to date" : step.status(),
          step.status().equals("done") ? Figures.seconds(step.seconds()) : "-",
          count(step.rowsIn()),
          count(step.rowsOut()),
          count(step.rowsRejected()));
    }
    return table.text();
  }

  private static String models(List<ModelSummary> models) {
    boolean classes = models.get(0).metrics().containsKey("rocAuc");
    TextTable table =
        classes
            ? new TextTable("model", "network", "test ROC AUC [95%]", "log loss", "gate", "version")
            : new TextTable("model", "network", "test RMSE [95%]", "", "gate", "version");
    for (ModelSummary model : models) {
      table.row(
          model.name(),
          model.network(),
          interval(model.metrics().get(classes ? "rocAuc" : "rmse")),
          classes ? value(model.metrics().get("logLoss")) : "",
          model.gate().passed() ? "passed" : "failed",
          model.version() == null ? "-" : model.version().toString());
    }
    return table.text();
  }

  private static List<String> failedRules(List<ModelSummary> models) {
    List<String> lines = new ArrayList<>();
    for (ModelSummary model : models) {
      model.gate().rules().stream()
          .filter(rule -> !rule.passed())
          .forEach(
              rule ->
                  lines.add(
                      "%s: gate rule '%s' failed: %s%s"
                          .formatted(
                              model.name(),
                              rule.rule(),
                              metric(rule.value()),
                              rule.note() == null ? "" : " (" + rule.note() + ")")));
    }
    return lines;
  }

  private static String interval(@Nullable MetricValue value) {
    return value == null
        ? "-"
        : "%s [%s, %s]".formatted(metric(value.value()), metric(value.low()), metric(value.high()));
  }

  private static String value(@Nullable MetricValue value) {
    return value == null ? "-" : metric(value.value());
  }

  /** A local path as people type it. */
  private static String plain(String uri) {
    return uri.startsWith("file:") ? uri.replaceFirst("^file:/+", "/") : uri;
  }
}
