package io.millrace.launcher.report;

import io.millrace.handoff.RunDirectory;
import io.millrace.launcher.plan.PublishedModel;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.StepDone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run directory tells of its run. Everything but definition and plan may be missing: a run
 * may have ended anywhere.
 *
 * @param summary null while the run has not ended
 * @param error what the jobs said last of why a step failed, null where they said nothing
 * @param done by step, only what belongs to this plan
 * @param rejected examples of rejected rows by step and reason
 * @param profile of the cleaned columns
 * @param evaluations in the order of the definition
 * @param histories by model
 * @param trainings by model, of deep models
 * @param digests SHA-256 of the manifests, by step
 * @param unread one sentence for each file that is there but could not be read
 */
record RunFacts(
    RunDirectory directory,
    PipelineDefinition definition,
    RunPlan plan,
    @Nullable RunSummary summary,
    @Nullable String error,
    Map<String, StepDone> done,
    Map<String, Map<String, List<RejectedRow>>> rejected,
    List<ColumnProfile> profile,
    List<ModelEvaluation> evaluations,
    List<PublishedModel> published,
    Map<String, History> histories,
    Map<String, TrainingRuns> trainings,
    Map<String, String> digests,
    List<String> unread) {

  /** A row that a step did not keep: all reasons, and its text as it stood. */
  record RejectedRow(List<String> reasons, String original) {}

  Optional<StepDone> step(String name) {
    return Optional.ofNullable(done.get(name));
  }

  Optional<PublishedModel> published(String model) {
    return published.stream().filter(p -> p.model().equals(model)).findFirst();
  }

  /** The best model: the one that publishing names first, else the best on the validation split. */
  Optional<ModelEvaluation> best() {
    Optional<ModelEvaluation> first =
        published.stream()
            .findFirst()
            .flatMap(
                p -> evaluations.stream().filter(e -> e.model().equals(p.model())).findFirst());
    return first.isPresent()
        ? first
        : evaluations.stream()
            .filter(e -> Double.isFinite(e.validation()))
            .min(java.util.Comparator.comparingDouble(ModelEvaluation::validation));
  }
}
