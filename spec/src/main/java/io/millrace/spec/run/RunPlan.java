package io.millrace.spec.run;

import java.util.List;

/**
 * {@code plan.json} of a run directory: what the run will do. Jobs read it beside {@code
 * definition.json}.
 *
 * @param codeVersion version and digest of the code that planned the run
 * @param catalog root of the catalog, fully qualified
 * @param actor who runs it, for the catalog's log
 * @param definitionDigest SHA-256 of definition.json
 */
public record RunPlan(
    int version,
    String pipeline,
    String runId,
    String codeVersion,
    String catalog,
    String actor,
    String definitionDigest,
    List<StepPlan> steps) {
  public static final int VERSION = 1;

  public RunPlan {
    steps = List.copyOf(steps);
  }

  /**
   * The step of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public StepPlan step(String name) {
    return steps.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot find step '%s' in run %s of '%s' (expected one of %s)."
                        .formatted(
                            name, runId, pipeline, steps.stream().map(StepPlan::name).toList())));
  }
}
