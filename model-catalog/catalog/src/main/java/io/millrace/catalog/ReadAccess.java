package io.millrace.catalog;

import io.millrace.catalog.Refusals.Attempt;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Policy;
import io.millrace.catalog.access.Question;

/** What one principal may read. What it may not is hidden from it, and that it tried is logged. */
final class ReadAccess {
  private final Writer writer;
  private final Policy policy;
  private final boolean checked;

  /**
   * @param checked whether the policy is asked at all
   */
  ReadAccess(Writer writer, Policy policy, boolean checked) {
    this.writer = writer;
    this.policy = policy;
    this.checked = checked;
  }

  boolean allows(String model) {
    return !checked
        || policy
            .decide(writer.principal(), Question.of(Operation.READ, Names.team(model)))
            .allowed();
  }

  void refused(String model, CatalogException refusal) {
    writer.record(new Attempt(writer.principal().name(), Operation.READ, model, null), refusal);
  }
}
