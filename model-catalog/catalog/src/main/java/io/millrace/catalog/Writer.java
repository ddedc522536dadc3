package io.millrace.catalog;

import io.millrace.catalog.Action.Refuse;
import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.Refusals.Attempt;
import io.millrace.catalog.access.Decision;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits what one principal does, if it may, and logs what it may not. */
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final CommitLog log;
  private final Refusals refusals;
  private final Principal principal;

  Writer(CommitLog log, Refusals refusals, Principal principal) {
    this.log = log;
    this.refusals = refusals;
    this.principal = principal;
  }

  Principal principal() {
    return principal;
  }

  /**
   * Commits the plan's actions in one entry; see {@link CommitLog#commit}.
   *
   * @param model that it is about, and {@code version}, for the log of refusals
   * @return a state that includes the entry
   */
  CatalogState commit(
      Operation operation, @Nullable String model, @Nullable Integer version, CommitLog.Plan plan) {
    log.requireWritable();
    try {
      return log.commit(
          principal.name(),
          state -> {
            List<Action> actions = plan.actions(state);
            Authorization.require(state, principal, actions);
            return actions;
          });
    } catch (CatalogException e) {
      if (e.reason() == Reason.DENIED || e.reason() == Reason.REFUSED) {
        record(new Attempt(principal.name(), operation, model, version), e);
      }
      throw e;
    }
  }

  /**
   * For what needs work before it is committed, and for reading.
   *
   * @param what completes "Cannot ..."
   * @throws CatalogException {@link Reason#DENIED}
   */
  void require(CatalogState state, Question question, @Nullable String model, String what) {
    Decision decision = state.policy().decide(principal, question);
    try {
      Authorization.require(decision, what);
    } catch (CatalogException e) {
      record(new Attempt(principal.name(), question.operation(), model, null), e);
      throw e;
    }
  }

  /** A refusal that cannot be logged is one all the same. */
  void record(Attempt attempt, CatalogException refusal) {
    refusals
        .admit(attempt)
        .ifPresent(
            repeats -> {
              try {
                Refuse entry =
                    new Refuse(
                        attempt.operation().text(),
                        attempt.model(),
                        attempt.version(),
                        String.valueOf(refusal.getMessage()),
                        repeats);
                log.commit(principal.name(), state -> List.of(entry));
              } catch (CatalogException e) {
                refusal.addSuppressed(e);
                LOG.warn("Cannot log that {} was refused: {}", attempt, refusal.getMessage(), e);
              }
            });
  }
}
