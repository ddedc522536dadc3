package io.millrace.launcher.report;

import io.millrace.spec.evaluation.GateResult;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.RunSummary.StepSummary;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first screen.
 *
 * @param headline how it ended, in one line
 * @param lead the best model with its interval and the gate's verdict
 * @param tone class of the verdict: {@code good}, {@code bad} or {@code warn}
 * @param error why a step failed, null where none did
 * @param unread files that are there but could not be read
 */
record Head(
    String pipeline,
    String runId,
    String headline,
    String lead,
    String verdict,
    String tone,
    @Nullable String error,
    List<Fact> facts,
    List<String> unread) {

  /** A figure with its name. */
  record Fact(String name, String value, String note) {}

  static Head of(RunFacts run) {
    RunSummary summary = run.summary();
    String status = summary == null ? "unfinished" : summary.status();
    ModelEvaluation best = run.best().orElse(null);
    boolean failed = status.equals(RunSummary.FAILED);
    return new Head(
        run.plan().pipeline(),
        run.plan().runId(),
        headline(run, status, best),
        lead(run, best),
        verdict(status, best),
        !status.equals(RunSummary.SUCCEEDED)
            ? failed ? "bad" : "warn"
            : best == null || best.gate().passed() ? "good" : "bad",
        failed
            ? Objects.requireNonNullElse(
                run.error(), "The job did not say why. Look at the logs of the run.")
            : null,
        facts(run, status, best),
        run.unread());
  }

  private static String headline(RunFacts run, String status, @Nullable ModelEvaluation best) {
    return switch (status) {
      case RunSummary.SUCCEEDED -> best == null ? "All steps are done" : outcome(run, best);
      case RunSummary.FAILED -> "The run failed" + at(run, "failed", " in step ");
      case RunSummary.CANCELLED -> "The run was cancelled" + at(run, "pending", " before step ");
      default -> "The run has not ended";
    };
  }

  private static String outcome(RunFacts run, ModelEvaluation best) {
    int models = run.evaluations().size();
    String name =
        models == 1 ? best.model() : best.model() + " is the best of " + models + " models";
    return best.gate().passed()
        ? name + (models == 1 ? " passes its gate" : " and passes its gate")
        : name + (models == 1 ? " fails its gate" : ", but fails its gate");
  }

  private static String at(RunFacts run, String status, String words) {
    return Objects.requireNonNull(run.summary()).steps().stream()
        .filter(step -> step.status().equals(status))
        .findFirst()
        .map(StepSummary::name)
        .map(name -> words + name)
        .orElse("");
  }

  /** One sentence that can stand alone in a mail. */
  private static String lead(RunFacts run, @Nullable ModelEvaluation best) {
    if (best == null) {
      return "No model was measured in this run.";
    }
    String metric = Metrics.main(best);
    MetricValue value = best.metrics().get(metric);
    String measured =
        value == null
            ? "was measured"
            : "reaches %s %s (95%% interval %s)"
                .formatted(an(metric), Words.value(value.value()), Words.interval(value));
    String published =
        run.published(best.model())
            .map(
                p ->
                    p.status().equals("rejected")
                        ? "; it is kept as %s version %d, rejected and without an alias"
                            .formatted(p.name(), p.version())
                        : "; it is published as %s version %d".formatted(p.name(), p.version()))
            .orElse("; it was not published");
    return "On %s of the test split, %s (%s) %s%s."
        .formatted(
            Words.counted(best.rows(), run.definition().scored()),
            best.model(),
            best.engine(),
            measured,
            published);
  }

  private static String an(String metric) {
    return switch (metric) {
      case "rocAuc" -> "a ROC AUC of";
      case "rmse" -> "an RMSE of";
      default -> "a " + Words.metric(metric) + " of";
    };
  }

  private static String verdict(String status, @Nullable ModelEvaluation best) {
    if (!status.equals(RunSummary.SUCCEEDED)) {
      return status;
    }
    return best == null ? status : best.gate().passed() ? "gate passed" : "gate failed";
  }

  private static List<Fact> facts(RunFacts run, String status, @Nullable ModelEvaluation best) {
    List<Fact> facts = new ArrayList<>();
    RunSummary summary = run.summary();
    facts.add(
        new Fact(
            "Ended", status, summary == null ? "" : "after " + Words.seconds(summary.seconds())));
    run.step("clean")
        .map(done -> done.ledger())
        .ifPresent(
            ledger ->
                facts.add(
                    new Fact(
                        "Rows kept",
                        Words.count(ledger.rowsOut()),
                        Words.count(ledger.rowsRejected()) + " rejected")));
    if (best != null) {
      String metric = Metrics.main(best);
      MetricValue value = best.metrics().get(metric);
      if (value != null) {
        facts.add(
            new Fact(Words.metric(metric), Words.value(value.value()), Words.interval(value)));
      }
      facts.add(new Fact("Gate", best.gate().passed() ? "passed" : "failed", rules(best.gate())));
    }
    long kept = run.published().stream().filter(p -> !p.status().equals("rejected")).count();
    facts.add(
        new Fact(
            "Published",
            Long.toString(kept),
            run.published().size() > kept
                ? Words.count(run.published().size() - kept) + " rejected"
                : kept == 1 ? "version" : "versions"));
    return facts;
  }

  private static String rules(GateResult gate) {
    long over = gate.rules().stream().filter(ModelsView::isPassedOver).count();
    long held = gate.rules().stream().filter(GateResult.RuleResult::passed).count() - over;
    return "%d of %s held".formatted(held, Words.counted(gate.rules().size() - over, "rule"))
        + (over == 0 ? "" : ", %d passed over".formatted(over));
  }

  /** Whether the task has the plots of two classes. */
  static boolean isBinary(RunFacts run) {
    return run.definition().label().task() == Task.BINARY;
  }
}
