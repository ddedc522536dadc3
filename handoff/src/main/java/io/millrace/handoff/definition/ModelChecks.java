package io.millrace.handoff.definition;

import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.evaluation.GateRule;
import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.model.ClassWeights;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks models and their evaluation against features and task. */
final class ModelChecks {
  private final Draft draft;
  private final Problems problems;
  private final CrossChecks columns;
  private final Optional<Task> task;

  ModelChecks(Draft draft, Problems problems, CrossChecks columns) {
    this.draft = draft;
    this.problems = problems;
    this.columns = columns;
    this.task = draft.label().map(LabelSpec::task);
  }

  void run() {
    draft.models().values().forEach(model -> model.ifPresent(this::model));
    draft.graph().filter(graph -> graph.graph() != null).ifPresent(graph -> scores());
    draft.evaluation().ifPresent(this::evaluation);
  }

  /** Where each graph has a score, all models are measured on graphs. */
  private void scores() {
    List<ModelSpec> known = draft.models().values().stream().flatMap(Optional::stream).toList();
    List<String> ofGraphs =
        known.stream().filter(ModelSpec::overGraphs).map(ModelSpec::name).toList();
    known.stream()
        .filter(model -> !ofGraphs.isEmpty() && !model.overGraphs())
        .forEach(
            model ->
                problems.add(
                    List.of("models", model.name()),
                    "Cannot evaluate model '%s' beside %s: it scores each row, but with graph.graph those score whole graphs (expected models over graphs). Give it a definition of its own whose rows are graphs.",
                    model.name(),
                    ofGraphs));
  }

  private void model(ModelSpec model) {
    List<String> at = List.of("models", model.name());
    for (int i = 0; i < model.features().size(); i++) {
      String feature = model.features().get(i);
      if (!draft.features().containsKey(feature)) {
        problems.add(
            List.of("models", model.name(), "features", "[" + i + "]"),
            "Cannot train model '%s': unknown feature '%s' %s.",
            model.name(),
            feature,
            Nearest.expected(feature, draft.features().keySet()));
      }
    }
    if (model.features().stream().distinct().count() < model.features().size()) {
      problems.add(
          Locations.append(at, "features"),
          "Cannot train model '%s': a feature is named twice in %s (expected each once).",
          model.name(),
          model.features());
    }
    task.ifPresent(t -> task(model, at, t));
    if (model.settings() instanceof TrainingSettings.Deep deep) {
      new DeepChecks(draft, problems, model, deep).run();
    }
  }

  private void task(ModelSpec model, List<String> at, Task t) {
    if (!model.supports(t) && !(model.settings() instanceof TrainingSettings.Deep)) {
      problems.add(
          at,
          "Cannot train model '%s': the task is %s (expected %s for network '%s'). Use %s.",
          model.name(),
          Kind.text(t),
          model.settings().tasks().stream().map(Kind::text).collect(Collectors.joining(" or ")),
          model.network(),
          t == Task.REGRESSION ? "linear-regression" : "logistic-regression");
    } else if (t == Task.REGRESSION && model.classWeights() == ClassWeights.BALANCED) {
      problems.add(
          Locations.append(at, "class-weights"),
          "Cannot train model '%s': class-weights is balanced but the task is regression (expected none).",
          model.name());
    }
  }

  private void evaluation(EvaluationSpec evaluation) {
    if (evaluation.blockColumn() != null) {
      columns.mainColumn(
          List.of("evaluation", "blocks"), evaluation.blockColumn(), "evaluate by blocks");
    }
    for (int i = 0; i < evaluation.slices().size(); i++) {
      slice(List.of("evaluation", "slices", "[" + i + "]"), evaluation.slices().get(i));
    }
    for (int i = 0; i < evaluation.gate().size(); i++) {
      gate(List.of("evaluation", "gate", "[" + i + "]"), evaluation.gate().get(i));
    }
    boolean threshold = problems.source().root().toConfig().hasPath("evaluation.threshold");
    if (threshold && task.filter(t -> t != Task.BINARY).isPresent()) {
      problems.add(
          List.of("evaluation", "threshold"),
          "Cannot choose a threshold: the task is %s (expected no threshold but for binary).",
          Kind.text(task.get()));
    }
  }

  private void slice(List<String> at, String name) {
    if (draft.main().isEmpty() || draft.main().get().declares(name)) {
      return;
    }
    Optional<FeatureSpec> feature = draft.features().get(name);
    List<String> known = new ArrayList<>(draft.main().get().names());
    draft
        .features()
        .forEach(
            (n, f) -> {
              if (!known.contains(n) && f.filter(FeatureChecks::isIndex).isPresent()) {
                known.add(n);
              }
            });
    if (feature == null) {
      problems.add(
          at,
          "Cannot evaluate by '%s': it is no column of the main table and no feature %s.",
          name,
          Nearest.expected(name, known));
    } else if (feature.isPresent() && !FeatureChecks.isIndex(feature.get())) {
      problems.add(
          at,
          "Cannot evaluate by '%s': this feature is a number (expected a column or an index, hash, bins, date-part or cross).",
          name);
    }
  }

  private void gate(List<String> at, GateRule rule) {
    Metric metric = rule.metric();
    if (task.filter(t -> !metric.fits(t)).isPresent()) {
      String fitting =
          Arrays.stream(Metric.values())
              .filter(m -> m.fits(task.get()))
              .map(Metric::text)
              .collect(Collectors.joining(", "));
      problems.add(
          at,
          "Cannot use gate rule '%s': the task is %s (expected one of %s).",
          rule.text(),
          Kind.text(task.get()),
          fitting);
    }
    boolean share = metric != Metric.LOG_LOSS && metric != Metric.RMSE;
    if (share && !rule.champion() && (rule.number() < 0 || rule.number() > 1)) {
      problems.add(
          at,
          "Cannot use gate rule '%s': %s lies between 0 and 1 (expected such a limit).",
          rule.text(),
          metric.text());
    }
  }
}
