package io.millrace.launcher.plan;

import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import org.jspecify.annotations.Nullable;

/**
 * Whether a step runs, and why.
 *
 * @param reason a few words
 * @param reuse what an earlier run left that this run takes over, null where there is nothing
 */
public record StepDecision(StepPlan step, boolean runs, String reason, @Nullable StepDone reuse) {}
