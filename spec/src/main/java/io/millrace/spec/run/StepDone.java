package io.millrace.spec.run;

import io.millrace.spec.data.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * {@code steps/<step>/done.json}: written last, so a step without one has not finished.
 *
 * @param fingerprint digest of the step's settings, its code and all that it reads
 * @param output the folder that it wrote, fully qualified; null for a step without files
 * @param ledger null for a step that handles no rows
 * @param reusedFrom the run id whose output this is, null where this run made it
 */
public record StepDone(
    int version,
    String step,
    String fingerprint,
    @Nullable String output,
    double seconds,
    @Nullable Ledger ledger,
    Measured measured,
    @Nullable String reusedFrom) {
  public static final int VERSION = 1;

  /**
   * What the step took.
   *
   * @param memoryBytes peak of Spark's execution and storage memory in all executors together
   * @param shuffleBytes bytes written to shuffles
   */
  public record Measured(long memoryBytes, long shuffleBytes) {}

  /** The same output, seen from another run. */
  public StepDone reusedFrom(String runId) {
    return new StepDone(
        version,
        step,
        fingerprint,
        output,
        0,
        ledger,
        measured,
        reusedFrom == null ? runId : reusedFrom);
  }
}
