package io.millrace.launcher;

import io.millrace.handoff.definition.InputFacts;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.launcher.plan.StepDecision;
import io.millrace.launcher.text.Figures;
import io.millrace.launcher.text.TextTable;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.table.TableSpec;
import java.util.List;
import java.util.stream.Collectors;

/** A plan for people. */
final class PlanReport {
  private static final int WIDEST_LIST = 34;

  private PlanReport() {}

  static String text(PlannedRun planned, List<InputFacts> facts, List<String> warnings) {
    return "Pipeline %s, run %s (%s)%n%n%s%n%s%n%s%s%s"
        .formatted(
            planned.plan().pipeline(),
            planned.plan().runId(),
            planned.continued() ? "continued" : "new",
            tables(facts, planned.definition()),
            steps(planned.decisions()),
            trainings(planned.definition()),
            ending(planned),
            warnings.stream().map("Warning: %s%n"::formatted).collect(Collectors.joining()));
  }

  /** What SQL will make has no size yet. */
  private static String tables(List<InputFacts> facts, PipelineDefinition definition) {
    TextTable table = new TextTable("table", "rows", "size", "files");
    for (InputFacts fact : facts) {
      table.row(
          fact.table(),
          (fact.exact() ? "" : "~") + Figures.count(fact.rows()),
          Figures.bytes(fact.bytes()),
          Figures.count((long) fact.files()));
    }
    definition.tables().stream()
        .filter(TableSpec::derived)
        .forEach(derived -> table.row(derived.name(), "-", "-", "by SQL"));
    return table.text();
  }

  private static String steps(List<StepDecision> decisions) {
    TextTable table = new TextTable("step", "reads", "makes", "memory", "shuffle", "will");
    for (StepDecision decision : decisions) {
      table.row(
          decision.step().name(),
          list(decision.step().inputs()),
          list(decision.step().outputs()),
          Figures.bytes(decision.step().estimate().memoryBytes()),
          Figures.bytes(decision.step().estimate().shuffleBytes()),
          "%s (%s)".formatted(decision.runs() ? "run" : "be skipped", decision.reason()));
    }
    return table.text();
  }

  /** The models that are trained more than once, which no other column tells. */
  private static String trainings(PipelineDefinition definition) {
    StringBuilder text = new StringBuilder();
    int splits = definition.split().count();
    for (ModelSpec model : definition.models()) {
      if (model.settings() instanceof TrainingSettings.Deep deep
          && splits * deep.seeds().size() > 1) {
        text.append(
            "train-%s trains %d times, one after the other: splits %d, seeds %d.%n"
                .formatted(
                    model.name(), splits * deep.seeds().size(), splits, deep.seeds().size()));
      }
    }
    return text.toString();
  }

  private static String ending(PlannedRun planned) {
    return planned.stepsToRun().isEmpty()
        ? "Nothing to do.%n".formatted()
        : "Memory and shuffle are estimates for the whole step, in all of Spark together.%n"
            .formatted();
  }

  private static String list(List<String> names) {
    String text = String.join(", ", names);
    return text.length() <= WIDEST_LIST
        ? text
        : "%s and %d more".formatted(names.get(0), names.size() - 1);
  }
}
