package io.millrace.catalog.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  private static final Grant ROOT = new Grant("root", "*", Set.of(Role.ADMIN));
  private static final Principal EVE = Principal.user("eve");

  /** What each operation needs, as the documentation says it: one letter per role. */
  private static String needed(Operation operation) {
    return switch (operation) {
      case READ -> "cpxa";
      case PUBLISH -> "p";
      case MOVE_ALIAS, REMOVE_ALIAS -> "px";
      case APPROVE, REJECT -> "x";
      case RETIRE -> "xa";
      case DESCRIBE -> "pxa";
      case SET_ROLES, KEEP_TOKENS, KEEP_WEBHOOKS, COLLECT_GARBAGE -> "a";
    };
  }

  private static char letter(Role role) {
    return switch (role) {
      case CONSUMER -> 'c';
      case PUBLISHER -> 'p';
      case APPROVER -> 'x';
      case ADMIN -> 'a';
    };
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void everyOperationNeedsOneOfItsRoles(Operation operation) {
    for (Set<Role> granted : subsets()) {
      for (Set<Role> left : subsets()) {
        Principal eve = left.isEmpty() ? EVE : new Principal("eve", new Scope(Set.of("ops"), left));
        boolean expected =
            !granted.isEmpty()
                && (operation == Operation.READ
                    || granted.stream()
                        .filter(role -> left.isEmpty() || left.contains(role))
                        .anyMatch(role -> needed(operation).indexOf(letter(role)) >= 0));

        assertThat(decide(granted, eve, Question.of(operation, "ops")).allowed())
            .as("%s with %s of which %s are left", operation, granted, left)
            .isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void rolesOfOneTeamAreNothingInAnother(Operation operation) {
    Set<Role> all = EnumSet.allOf(Role.class);

    assertThat(decide(all, EVE, Question.of(operation, "ops")).allowed()).isTrue();
    assertThat(decide(all, EVE, Question.of(operation, "sales")).allowed()).isFalse();
    assertThat(decide(all, EVE, Question.of(operation, Roles.ALL)).allowed()).isFalse();
    Principal elsewhere = new Principal("eve", new Scope(Set.of("sales"), all));
    assertThat(decide(all, elsewhere, Question.of(operation, "ops")).allowed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void rolesInAllTeamsHoldInEach(Operation operation) {
    Roles roles =
        new Roles(List.of(new Grant("eve", "*", EnumSet.allOf(Role.class))), Set.of("champion"));

    assertThat(Policy.of(roles).decide(EVE, Question.of(operation, "ops")).allowed()).isTrue();
    assertThat(Policy.of(roles).decide(EVE, Question.of(operation, "*")).allowed()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void anOpenCatalogRefusesNothingButWhatATokenLeavesOut(Operation operation) {
    Policy open = Policy.of(null);
    Question.Subject own = new Question.Subject("it", Set.of("eve"), Set.of());
    Question question = new Question(operation, "ops", "champion", own);

    assertThat(open.decide(EVE, question).allowed()).isTrue();
    Principal reader = new Principal("eve", new Scope(Set.of("ops"), Set.of(Role.CONSUMER)));
    assertThat(open.decide(reader, question).allowed()).isEqualTo(operation == Operation.READ);
  }

  @Test
  void everybodyMayBeAllowedToReadAndNoMore() {
    Roles roles = roles(new Grant("*", "ops", Set.of(Role.CONSUMER)));

    assertThat(Policy.of(roles).decide(EVE, Question.of(Operation.READ, "ops")).allowed()).isTrue();
    assertThat(Policy.of(roles).decide(EVE, Question.of(Operation.READ, "hr")).allowed()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Grant("*", "ops", Set.of(Role.CONSUMER, Role.PUBLISHER)))
        .withMessageContaining("Cannot grant everybody [consumer, publisher] in team 'ops'");
  }

  @Test
  void nobodyApprovesWhatTheyPublished() {
    Set<Role> all = EnumSet.allOf(Role.class);
    Question.Subject own = new Question.Subject("version 3 of ops/delay", Set.of("eve"), Set.of());
    Question.Subject others = new Question.Subject("it", Set.of("ann"), Set.of());
    Question.Subject imported = new Question.Subject("it", Set.of("ann", "eve"), Set.of());

    assertThat(decide(all, EVE, approve(own)).reason())
        .isEqualTo("eve published version 3 of ops/delay (expected somebody else)");
    assertThat(decide(all, EVE, approve(imported)).allowed()).isFalse();
    assertThat(decide(all, EVE, approve(others)).allowed()).isTrue();
    assertThat(decide(all, EVE, new Question(Operation.REJECT, "ops", null, own)).allowed())
        .isTrue();
  }

  @Test
  void aProtectedAliasNeedsAnApproverAndAnApprovalByAnother() {
    Question.Subject unapproved = new Question.Subject("it", Set.of("ann"), Set.of());
    Question.Subject approvedByItself = new Question.Subject("it", Set.of("ann"), Set.of("ann"));
    Question.Subject approved = new Question.Subject("it", Set.of("ann"), Set.of("bob"));
    Set<Role> approver = Set.of(Role.APPROVER);

    assertThat(decide(approver, EVE, move("champion", approved)).allowed()).isTrue();
    assertThat(decide(approver, EVE, move("champion", unapproved)).reason())
        .contains("alias 'champion' is protected", "(expected an approval by somebody else)");
    assertThat(decide(approver, EVE, move("champion", approvedByItself)).allowed()).isFalse();
    assertThat(decide(Set.of(Role.PUBLISHER, Role.ADMIN), EVE, move("champion", approved)).reason())
        .isEqualTo("eve is publisher and admin of team 'ops' (expected approver)");
    assertThat(decide(Set.of(Role.PUBLISHER), EVE, move("candidate", unapproved)).allowed())
        .isTrue();
  }

  @Test
  void aProtectedAliasIsTakenAwayByApproversOnly() {
    Question remove = new Question(Operation.REMOVE_ALIAS, "ops", "champion", null);

    assertThat(decide(Set.of(Role.APPROVER), EVE, remove).allowed()).isTrue();
    assertThat(decide(Set.of(Role.PUBLISHER), EVE, remove).allowed()).isFalse();
  }

  @Test
  void adminsOfATeamChangeItsGrantsOnly() {
    Roles before = roles(new Grant("eve", "ops", Set.of(Role.ADMIN)));
    Policy policy = Policy.of(before);

    assertThat(policy.decideRoles(EVE, before.with("bob", "ops", Set.of(Role.PUBLISHER))).allowed())
        .isTrue();
    assertThat(policy.decideRoles(EVE, before.with("eve", "hr", Set.of(Role.CONSUMER))).reason())
        .isEqualTo("eve is nothing of team 'hr' (expected admin)");
    assertThat(policy.decideRoles(EVE, before.with("eve", "*", Set.of(Role.ADMIN))).allowed())
        .isFalse();
    assertThat(policy.decideRoles(EVE, new Roles(before.grants(), Set.of())).allowed()).isFalse();
    Principal root = Principal.user("root");
    assertThat(policy.decideRoles(root, new Roles(List.of(ROOT), Set.of())).allowed()).isTrue();
  }

  @Test
  void theFirstRolesDoNotShutOutWhoSetsThem() {
    assertThat(Policy.of(null).decideRoles(Principal.user("root"), roles()).allowed()).isTrue();
    assertThat(Policy.of(null).decideRoles(EVE, roles()).reason())
        .startsWith("they would shut out eve");
  }

  @Test
  void aTokenIsCreatedForOneselfOrByAnAdminAndNeverIsMoreThanTheOneThatWasShown() {
    Scope reads = new Scope(Set.of("ops"), Set.of(Role.CONSUMER));
    Policy policy = Policy.of(roles());

    assertThat(policy.decideToken(EVE, "eve", Scope.FULL).allowed()).isTrue();
    assertThat(policy.decideToken(EVE, "bob", reads).allowed()).isFalse();
    assertThat(policy.decideToken(Principal.user("root"), "bob", Scope.FULL).allowed()).isTrue();
    Principal reader = new Principal("eve", reads);
    assertThat(policy.decideToken(reader, "eve", reads).allowed()).isTrue();
    assertThat(policy.decideToken(reader, "eve", Scope.FULL).reason()).contains("more than");
    Scope otherTeam = new Scope(Set.of("ops", "hr"), Set.of(Role.CONSUMER));
    assertThat(policy.decideToken(reader, "eve", otherTeam).allowed()).isFalse();
  }

  @Test
  void rolesNeedAnAdminOfAllTeamsAndOneGrantEach() {
    Grant grant = new Grant("eve", "ops", Set.of(Role.ADMIN));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Roles(List.of(grant), Set.of()))
        .withMessageContaining("nobody is admin of all teams");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> roles(grant, new Grant("eve", "ops", Set.of(Role.CONSUMER))))
        .withMessageContaining("'eve' has two grants in team 'ops'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Role.of("owner"))
        .withMessageContaining("Cannot use role 'owner'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " eve", "e\nve", "*", "e*"})
  void refusesPrincipals(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Principal.user(name))
        .withMessageStartingWith("Cannot use principal '");
  }

  private static Decision decide(Set<Role> granted, Principal principal, Question question) {
    Roles roles = granted.isEmpty() ? roles() : roles(new Grant("eve", "ops", granted));
    return Policy.of(roles).decide(principal, question);
  }

  private static Roles roles(Grant... more) {
    List<Grant> grants = new ArrayList<>(List.of(more));
    grants.add(ROOT);
    return new Roles(grants, Set.of("champion"));
  }

  private static Question approve(Question.Subject version) {
    return new Question(Operation.APPROVE, "ops", null, version);
  }

  private static Question move(String alias, Question.Subject version) {
    return new Question(Operation.MOVE_ALIAS, "ops", alias, version);
  }

  private static List<Set<Role>> subsets() {
    List<Set<Role>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << Role.values().length; bits++) {
      Set<Role> subset = EnumSet.noneOf(Role.class);
      for (Role role : Role.values()) {
        if ((bits >> role.ordinal() & 1) == 1) {
          subset.add(role);
        }
      }
      subsets.add(subset);
    }
    return subsets;
  }
}
