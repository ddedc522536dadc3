package io.millrace.launcher.run;

import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.launcher.plan.Planner;
import io.millrace.launcher.plan.PublishedModel;
import io.millrace.launcher.plan.StepDecision;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.RunSummary.ModelSummary;
import io.millrace.spec.run.RunSummary.StepSummary;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** Makes the summary of a run from what its steps left. */
final class Summaries {
  private final PlannedRun planned;
  private final RunDirectory directory;

  Summaries(PlannedRun planned) {
    this.planned = planned;
    this.directory = planned.directory();
  }

  /**
   * @param failed steps that failed
   * @param seconds that the run took
   */
  RunSummary summary(String status, Set<String> failed, double seconds) throws IOException {
    List<StepSummary> steps = new ArrayList<>();
    for (StepDecision decision : planned.decisions()) {
      steps.add(step(decision, failed));
    }
    return new RunSummary(
        planned.plan().pipeline(), planned.plan().runId(), status, seconds, steps, models());
  }

  /** Those of these steps that have not finished. */
  List<String> unfinished(List<String> steps) throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : steps) {
      if (done(planned.plan().step(name)).isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private StepSummary step(StepDecision decision, Set<String> failed) throws IOException {
    String name = decision.step().name();
    Optional<StepDone> done = done(decision.step());
    if (done.isEmpty()) {
      String status = failed.contains(name) ? "failed" : "pending";
      return new StepSummary(name, status, 0, null, null, null);
    }
    Ledger ledger = done.get().ledger();
    return new StepSummary(
        name,
        decision.runs() ? "done" : "skipped",
        decision.runs() ? done.get().seconds() : 0,
        ledger == null ? null : ledger.rowsIn(),
        ledger == null ? null : ledger.rowsOut(),
        ledger == null ? null : ledger.rowsRejected());
  }

  /** What an earlier start of other settings left does not count. */
  private Optional<StepDone> done(StepPlan step) throws IOException {
    return directory
        .done(step.name())
        .filter(done -> done.fingerprint().equals(step.fingerprint()));
  }

  private List<ModelSummary> models() throws IOException {
    if (done(planned.plan().step("evaluate")).isEmpty()) {
      return List.of();
    }
    List<PublishedModel> published =
        done(planned.plan().step("publish")).isEmpty() ? List.of() : Planner.published(directory);
    List<ModelSummary> models = new ArrayList<>();
    for (ModelSpec model : planned.definition().models()) {
      models.add(model(evaluation(model), published));
    }
    return models;
  }

  private ModelEvaluation evaluation(ModelSpec model) throws IOException {
    Path file = new Path(directory.output("evaluate"), model.name() + "/evaluation.json");
    return Json.read(
        directory.storage().read(file),
        ModelEvaluation.class,
        ModelEvaluation.VERSION,
        file.toString());
  }

  private static ModelSummary model(ModelEvaluation evaluation, List<PublishedModel> published) {
    Optional<PublishedModel> entry =
        published.stream().filter(p -> p.model().equals(evaluation.model())).findFirst();
    return new ModelSummary(
        entry.map(PublishedModel::name).orElse(evaluation.model()),
        evaluation.engine(),
        evaluation.network(),
        evaluation.metrics(),
        evaluation.gate(),
        entry.map(PublishedModel::version).orElse(null));
  }
}
