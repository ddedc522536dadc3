package io.millrace.catalog;

import io.millrace.catalog.Action.AddVersion;
import io.millrace.catalog.Action.MoveAlias;
import io.millrace.catalog.Action.OfModel;
import io.millrace.catalog.Action.RemoveAlias;
import io.millrace.catalog.Action.ReviewVersion;
import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.access.Decision;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Policy;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Question;
import io.millrace.catalog.access.Roles;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the policy about actions. Writers ask before they commit, and verification asks again about
 * every entry that is in the log, because on a bare file system a writer may be any program.
 */
final class Authorization {
  private Authorization() {}

  /**
   * @throws CatalogException {@link Reason#DENIED} if one of the actions is not the principal's to
   *     do, in the state that the actions before it make
   */
  static void require(CatalogState state, Principal principal, List<Action> actions) {
    Effects effects = new Effects(state);
    for (Action action : actions) {
      require(decide(effects, principal, action), what(action));
      effects.apply(action, LogEntry.now(), principal.name(), "the entry to commit");
    }
  }

  /**
   * @param what completes "Cannot ..."
   */
  static void require(Decision decision, String what) {
    if (!decision.allowed()) {
      throw new CatalogException(
          Reason.DENIED,
          "Cannot %s: %s. Ask an approver or an admin of the team."
              .formatted(what, decision.reason()));
    }
  }

  static Decision decide(Effects effects, Principal principal, Action action) {
    Policy policy = effects.policy();
    if (action instanceof Action.SetRoles set) {
      return policy.decideRoles(principal, set.roles());
    }
    if (action instanceof Action.CreateToken create) {
      return policy.decideToken(principal, create.token().owner(), create.token().scope());
    }
    if (action instanceof Action.RevokeToken revoke && revoke.owner().equals(principal.name())) {
      return new Decision(true, "");
    }
    if (action instanceof Action.Refuse) {
      return new Decision(true, "");
    }
    return policy.decide(principal, question(effects, action));
  }

  private static Question question(Effects effects, Action action) {
    String team = team(action);
    if (action instanceof MoveAlias move) {
      return new Question(
          Operation.MOVE_ALIAS, team, move.alias(), subject(effects, move.model(), move.number()));
    }
    if (action instanceof RemoveAlias remove) {
      return new Question(Operation.REMOVE_ALIAS, team, remove.alias(), null);
    }
    if (action instanceof ReviewVersion review) {
      return new Question(
          operation(action), team, null, subject(effects, review.model(), review.number()));
    }
    return Question.of(operation(action), team);
  }

  private static String team(Action action) {
    if (action instanceof Action.AddWebhook add) {
      return add.webhook().team();
    }
    if (action instanceof Action.RemoveWebhook remove) {
      return remove.team();
    }
    return action instanceof OfModel model ? Names.team(model.model()) : Roles.ALL;
  }

  private static Question.Subject subject(Effects effects, String model, int number) {
    Optional<VersionEntry> version = effects.version(model, number);
    return version
        .map(VersionEntry::subject)
        .orElse(new Question.Subject("version " + number + " of " + model, Set.of(), Set.of()));
  }

  private static Operation operation(Action action) {
    if (action instanceof Action.RegisterModel
        || action instanceof AddVersion
        || action instanceof Action.ImportHistory) {
      return Operation.PUBLISH;
    }
    if (action instanceof ReviewVersion review) {
      return review.verdict() == Review.Verdict.APPROVED ? Operation.APPROVE : Operation.REJECT;
    }
    if (action instanceof Action.RetireVersion) {
      return Operation.RETIRE;
    }
    if (action instanceof Action.Describe
        || action instanceof Action.SetTag
        || action instanceof Action.ReviseCard) {
      return Operation.DESCRIBE;
    }
    if (action instanceof Action.RevokeToken) {
      return Operation.KEEP_TOKENS;
    }
    if (action instanceof Action.AddWebhook || action instanceof Action.RemoveWebhook) {
      return Operation.KEEP_WEBHOOKS;
    }
    if (action instanceof Action.CollectGarbage) {
      return Operation.COLLECT_GARBAGE;
    }
    throw new IllegalStateException("No rule for action " + action);
  }

  /** Completes "Cannot ...". */
  private static String what(Action action) {
    if (action instanceof MoveAlias move) {
      return "move alias '%s' of '%s' to version %d"
          .formatted(move.alias(), move.model(), move.number());
    }
    if (action instanceof RemoveAlias remove) {
      return "remove alias '%s' of '%s'".formatted(remove.alias(), remove.model());
    }
    if (action instanceof Action.SetRoles) {
      return "set the roles";
    }
    if (action instanceof Action.CreateToken create) {
      return "create a token for '%s'".formatted(create.token().owner());
    }
    if (action instanceof Action.RevokeToken revoke) {
      return "revoke token '%s'".formatted(revoke.id());
    }
    if (action instanceof Action.AddWebhook add) {
      return "add webhook '%s'".formatted(add.webhook().url());
    }
    if (action instanceof Action.RemoveWebhook remove) {
      return "remove webhook '%s'".formatted(remove.id());
    }
    if (action instanceof Action.OfVersion version) {
      return "%s version %d of '%s'"
          .formatted(operation(action).text(), version.number(), version.model());
    }
    return action.model() == null
        ? operation(action).text().replace('-', ' ')
        : "%s '%s'".formatted(operation(action).text(), action.model());
  }
}
