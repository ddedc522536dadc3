package io.millrace.spec.data;

import java.util.Map;

/**
 * The rows of a step: every row that came in went out or was rejected for a reason.
 *
 * @param rejected rows by first reason
 * @param changed values that a rule changed, by rule; these rows are among rowsOut
 */
public record Ledger(
    long rowsIn, long rowsOut, Map<String, Long> rejected, Map<String, Long> changed) {
  /** Rows rejected for any reason. */
  public long rowsRejected() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Checks that no row was lost.
   *
   * @throws IllegalStateException if the sums do not match
   */
  public Ledger balanced(String step) {
    if (rowsIn != rowsOut + rowsRejected()) {
      throw new IllegalStateException(
          "Cannot finish step '%s': %d rows in, %d out, %d rejected (expected in = out + rejected)."
              .formatted(step, rowsIn, rowsOut, rowsRejected()));
    }
    return this;
  }
}
