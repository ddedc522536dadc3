package io.millrace.spec.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code plan.json} of a run directory: what the run will do. Jobs read it beside {@code
 * definition.json}.
 *
 * @param codeVersion version and digest of the code that planned the run
 * @param catalog root of the catalog, fully qualified
 * @param actor who runs it, for the catalog's log
 * @param definitionDigest SHA-256 of definition.json
 * @param dictionary the folder of ids that the newest graph step of another run of this pipeline
 *     gave, fully qualified, so that nodes keep their ids; null where there is none. No fingerprint
 *     covers it
 */
public record RunPlan(
    int version,
    String pipeline,
    String runId,
    String codeVersion,
    String catalog,
    String actor,
    String definitionDigest,
    List<StepPlan> steps,
    @Nullable String dictionary) {
  public static final int VERSION = 1;

  public RunPlan {
    steps = List.copyOf(steps);
  }

  /** A run without an earlier graph. */
  public RunPlan(
      int version,
      String pipeline,
      String runId,
      String codeVersion,
      String catalog,
      String actor,
      String definitionDigest,
      List<StepPlan> steps) {
    this(version, pipeline, runId, codeVersion, catalog, actor, definitionDigest, steps, null);
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
