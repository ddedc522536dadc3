package io.millrace.jobs;

import io.millrace.spec.data.Ledger;
import java.util.Optional;

/** One kind of work. Writes into {@link StepContext#work()} and nowhere else. */
public interface Step {
  /**
   * Does the work.
   *
   * @return the rows that it handled, empty for a step that handles none
   * @throws Exception if the step failed; the message is for the user
   */
  Optional<Ledger> run(StepContext context) throws Exception;
}
