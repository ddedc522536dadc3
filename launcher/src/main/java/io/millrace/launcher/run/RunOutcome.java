package io.millrace.launcher.run;

import io.millrace.launcher.plan.PlannedRun;
import io.millrace.spec.run.RunSummary;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param failure what went wrong, for people; null where all steps are done
 */
public record RunOutcome(PlannedRun planned, RunSummary summary, @Nullable String failure) {
  /** Whether all steps are done but no model passed its gate. */
  public boolean allGatesFailed() {
    return failure == null
        && !summary.models().isEmpty()
        && summary.models().stream().noneMatch(model -> model.gate().passed());
  }
}
