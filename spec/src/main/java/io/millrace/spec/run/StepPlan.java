package io.millrace.spec.run;

import java.util.List;

/**
 * A step of a run before it runs.
 *
 * @param name {@code clean-<table>}, {@code clean}, {@code features}, {@code graph}, {@code
 *     neighbourhoods}, {@code train-<model>}, {@code evaluate}, {@code publish}
 * @param kind the job that runs it: {@code clean}, {@code features}, {@code graph}, {@code
 *     neighbourhoods}, {@code train}, {@code evaluate}, {@code publish}
 * @param inputs names of steps or tables
 * @param fingerprint digest of the step's settings, its code and all that it reads
 * @param estimate of what it will take; see {@link StepDone.Measured}
 */
public record StepPlan(
    String name,
    String kind,
    List<String> inputs,
    List<String> outputs,
    String fingerprint,
    StepDone.Measured estimate) {
  public StepPlan {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
