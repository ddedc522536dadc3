package io.millrace.launcher;

import io.millrace.handoff.definition.InputFacts;
import io.millrace.launcher.plan.PlannedRun;
import io.millrace.spec.run.RunPlan;
import java.util.List;

/**
 * A plan for programs.
 *
 * @param run {@code new} or {@code continued}
 * @param directory of the run, fully qualified
 */
record PlanView(
    String run,
    String directory,
    RunPlan plan,
    List<StepStatus> steps,
    List<InputFacts> tables,
    List<String> warnings) {
  /**
   * What happens to a step.
   *
   * @param status {@code run} or {@code up-to-date}
   */
  record StepStatus(String name, String status, String reason) {}

  static PlanView of(PlannedRun planned, List<InputFacts> facts, List<String> warnings) {
    return new PlanView(
        planned.continued() ? "continued" : "new",
        planned.directory().root().toString(),
        planned.plan(),
        planned.decisions().stream()
            .map(d -> new StepStatus(d.step().name(), d.runs() ? "run" : "up-to-date", d.reason()))
            .toList(),
        facts,
        warnings);
  }
}
