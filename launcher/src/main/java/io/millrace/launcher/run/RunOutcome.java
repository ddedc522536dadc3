package io.millrace.launcher.run;

import io.millrace.launcher.plan.PlannedRun;
import io.millrace.spec.run.RunSummary;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param failure what went wrong, for people; null where all steps are done
 * @param gateFailed whether all steps are done, but the best model did not pass its gate
 */
public record RunOutcome(
    PlannedRun planned, RunSummary summary, @Nullable String failure, boolean gateFailed) {}
