package io.millrace.launcher.plan;

import io.millrace.handoff.RunDirectory;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.run.RunPlan;
import java.util.List;

/**
 * A run that can start.
 *
 * @param continued whether its folder is there from an earlier start
 * @param decisions one for each step of the plan, in its order
 */
public record PlannedRun(
    PipelineDefinition definition,
    RunDirectory directory,
    boolean continued,
    RunPlan plan,
    List<StepDecision> decisions) {
  public PlannedRun {
    decisions = List.copyOf(decisions);
  }

  /** Names of the steps that run, in order. */
  public List<String> stepsToRun() {
    return decisions.stream()
        .filter(StepDecision::runs)
        .map(decision -> decision.step().name())
        .toList();
  }
}
