package io.millrace.catalog.access;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a principal may do what it asks. A role is looked for in the team of the model, and
 * what a token leaves out is missing. Beyond roles there is one rule, that of four eyes: nobody
 * approves a version that they published, and a protected alias moves only to a version that
 * somebody else approved.
 */
public final class Policy {
  private static final Set<Role> ANY = EnumSet.allOf(Role.class);
  private static final Map<Operation, Set<Role>> NEEDED =
      Map.ofEntries(
          Map.entry(Operation.READ, ANY),
          Map.entry(Operation.PUBLISH, EnumSet.of(Role.PUBLISHER)),
          Map.entry(Operation.MOVE_ALIAS, EnumSet.of(Role.PUBLISHER, Role.APPROVER)),
          Map.entry(Operation.REMOVE_ALIAS, EnumSet.of(Role.PUBLISHER, Role.APPROVER)),
          Map.entry(Operation.APPROVE, EnumSet.of(Role.APPROVER)),
          Map.entry(Operation.REJECT, EnumSet.of(Role.APPROVER)),
          Map.entry(Operation.RETIRE, EnumSet.of(Role.APPROVER, Role.ADMIN)),
          Map.entry(Operation.DESCRIBE, EnumSet.of(Role.PUBLISHER, Role.APPROVER, Role.ADMIN)),
          Map.entry(Operation.SET_ROLES, EnumSet.of(Role.ADMIN)),
          Map.entry(Operation.KEEP_TOKENS, EnumSet.of(Role.ADMIN)),
          Map.entry(Operation.KEEP_WEBHOOKS, EnumSet.of(Role.ADMIN)),
          Map.entry(Operation.COLLECT_GARBAGE, EnumSet.of(Role.ADMIN)));

  private final @Nullable Roles roles;

  private Policy(@Nullable Roles roles) {
    this.roles = roles;
  }

  /**
   * @param roles null for an open catalog
   */
  public static Policy of(@Nullable Roles roles) {
    return new Policy(roles);
  }

  /** Whether the catalog has no roles. */
  public boolean open() {
    return roles == null;
  }

  /** Whether an alias needs an approval; none does in an open catalog. */
  public boolean needsApproval(String alias) {
    return roles != null && roles.protectedAliases().contains(alias);
  }

  /**
   * What a principal is to a team: what was granted, less what its token leaves out. Whoever has a
   * role is a consumer too.
   */
  public Set<Role> effective(Principal principal, String team) {
    Set<Role> effective =
        roles == null ? EnumSet.allOf(Role.class) : roles.of(principal.name(), team);
    if (effective.isEmpty() || !principal.scope().reaches(team)) {
      return EnumSet.noneOf(Role.class);
    }
    effective.retainAll(principal.scope().roles());
    effective.add(Role.CONSUMER);
    return effective;
  }

  /** Whether a principal may do what it asks. */
  public Decision decide(Principal principal, Question question) {
    Set<Role> needed =
        question.alias() != null && needsApproval(question.alias())
            ? EnumSet.of(Role.APPROVER)
            : NEEDED.get(question.operation());
    Decision decision = decide(principal, question.team(), needed);
    return decision.allowed() && !open() ? fourEyes(principal, question) : decision;
  }

  /** Whether a principal may put these roles in the place of those that hold. */
  public Decision decideRoles(Principal principal, Roles next) {
    if (roles == null) {
      // The first roles close the catalog for those that they do not name, and who may do that
      // must still be able to undo it.
      boolean keeps = next.of(principal.name(), Roles.ALL).contains(Role.ADMIN);
      Decision scoped = decide(principal, Roles.ALL, NEEDED.get(Operation.SET_ROLES));
      return keeps || !scoped.allowed()
          ? scoped
          : Decision.refused(
              "they would shut out %s (expected a grant of admin in team '*' for whoever sets the first roles)"
                  .formatted(principal.name()));
    }
    for (String team : next.teamsChangedFrom(roles)) {
      Decision decision = decide(principal, team, NEEDED.get(Operation.SET_ROLES));
      if (!decision.allowed()) {
        return decision;
      }
    }
    return Decision.ALLOWED;
  }

  /**
   * Whether a principal may create a token. Everybody may for themselves, within what their own
   * token leaves; for others only an admin of all teams.
   */
  public Decision decideToken(Principal principal, String owner, Scope scope) {
    if (!principal.scope().contains(scope)) {
      return Decision.refused("it would leave more than the token that was shown");
    }
    return principal.name().equals(owner)
        ? Decision.ALLOWED
        : decide(principal, Roles.ALL, NEEDED.get(Operation.KEEP_TOKENS));
  }

  private Decision decide(Principal principal, String team, Set<Role> needed) {
    Set<Role> found = effective(principal, team);
    return found.stream().anyMatch(needed::contains)
        ? Decision.ALLOWED
        : Decision.refused(
            "%s is %s %s (expected %s)"
                .formatted(
                    principal.name(),
                    found.isEmpty() ? "nothing" : text(found, " and "),
                    team.equals(Roles.ALL) ? "of all teams" : "of team '" + team + "'",
                    needed.equals(ANY) ? "any role" : text(needed, " or ")));
  }

  private Decision fourEyes(Principal principal, Question question) {
    Question.Subject version = question.version();
    if (version == null) {
      return Decision.ALLOWED;
    }
    if (question.operation() == Operation.APPROVE
        && version.publishers().contains(principal.name())) {
      return Decision.refused(
          "%s published %s (expected somebody else)".formatted(principal.name(), version.text()));
    }
    boolean unapproved =
        question.operation() == Operation.MOVE_ALIAS
            && question.alias() != null
            && needsApproval(question.alias())
            && !version.approvedByOthers();
    return unapproved
        ? Decision.refused(
            "alias '%s' is protected, and nobody but its publisher has approved %s (expected an approval by somebody else)"
                .formatted(question.alias(), version.text()))
        : Decision.ALLOWED;
  }

  /** That it is a consumer as well says nothing of whoever is more. */
  private static String text(Set<Role> roles, String between) {
    return roles.stream()
        .filter(role -> role != Role.CONSUMER || roles.size() == 1)
        .map(Role::text)
        .collect(Collectors.joining(between));
  }
}
