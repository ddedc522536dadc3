package io.millrace.spec.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gate's verdict on one model. */
public record GateResult(boolean passed, List<RuleResult> rules) {
  public GateResult {
    rules = List.copyOf(rules);
  }

  /**
   * One rule's verdict.
   *
   * @param limit the number that was compared with, null where there was none
   * @param note why it was skipped or refused, null where it simply holds or fails
   */
  public record RuleResult(
      String rule, double value, @Nullable Double limit, boolean passed, @Nullable String note) {}
}
