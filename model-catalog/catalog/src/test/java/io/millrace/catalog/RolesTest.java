package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.access.Grant;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog with roles: root keeps it, ann publishes, bob approves, carl reads. */
class RolesTest {
  private static final String MODEL = TinyModels.MODEL;
  private static final Roles ROLES =
      new Roles(
          List.of(
              new Grant("root", "*", Set.of(Role.ADMIN)),
              new Grant("ann", "ops", Set.of(Role.PUBLISHER, Role.APPROVER)),
              new Grant("bob", "ops", Set.of(Role.APPROVER)),
              new Grant("carl", "ops", Set.of(Role.CONSUMER))),
          Roles.DEFAULT_PROTECTED);

  @TempDir private Path folder;
  private Catalog root;
  private Catalog ann;
  private Catalog bob;

  @BeforeEach
  void setRoles() {
    root = as("root");
    ann = as("ann");
    bob = as("bob");
    root.keeper().setRoles(ROLES, "the first ones");
  }

  @Test
  void aRunMovesOnlyTheCandidate() {
    ann.publish(TinyModels.opaque("run-1"));

    assertThat(ann.entry(MODEL).aliases()).isEqualTo(Map.of("candidate", 1));
    assertThat(ann.history(MODEL))
        .last()
        .extracting(HistoryEntry::reason)
        .isEqualTo("gate passed; 'champion' waits for an approval");
  }

  @Test
  void theChampionNeedsFourEyes() {
    ann.publish(TinyModels.opaque("run-1"));

    assertDenied(
        () -> ann.curator().approve(MODEL, 1, "mine", List.of("champion")),
        "Cannot approve version 1 of 'ops/delay': ann published version 1 of ops/delay");
    assertDenied(
        () -> bob.moveAlias(MODEL, "champion", 1, "at once"),
        "alias 'champion' is protected, and nobody but its publisher has approved");
    bob.curator().approve(MODEL, 1, "better by 0.01", List.of("champion"));

    assertThat(ann.resolve(MODEL).version()).isEqualTo(1);
    assertThat(ann.resolve(MODEL).approved()).isTrue();
    assertThat(root.verify().problems()).isEmpty();
  }

  @Test
  void aRollbackToAnApprovedVersionNeedsNoNewApproval() {
    for (int run = 1; run <= 2; run++) {
      ann.publish(TinyModels.opaque("run-" + run));
      bob.curator().approve(MODEL, run, "good", List.of("champion"));
    }

    ann.moveAlias(MODEL, "champion", 1, "version 2 is slow");
    assertThat(ann.resolve(MODEL).version()).isEqualTo(1);
  }

  @Test
  void aRejectionTakesTheApprovalBack() {
    ann.publish(TinyModels.opaque("run-1"));
    bob.curator().approve(MODEL, 1, "good", List.of());
    bob.curator().reject(MODEL, 1, "it leaks the label");

    assertThat(ann.entry(MODEL).aliases()).isEmpty();
    assertRefused(() -> bob.moveAlias(MODEL, "champion", 1, "try"), "was rejected by its reviewer");
  }

  @Test
  void everyRefusalIsInTheAuditLogAndRepeatsAreCounted() {
    Catalog carl = as("carl");
    for (int i = 0; i < 5; i++) {
      assertDenied(
          () -> carl.publish(TinyModels.opaque("run-1")),
          "Cannot publish model 'ops/delay' of run 'run-1': carl is consumer of team 'ops' (expected publisher)");
    }
    assertDenied(
        () -> as("mallory").keeper().setRoles(ROLES.with("mallory", "*", Set.of(Role.ADMIN)), "me"),
        "mallory is nothing of all teams");

    List<HistoryEntry> audit = root.keeper().audit(1, 100);
    assertThat(audit)
        .extracting(HistoryEntry::actor, HistoryEntry::action)
        .containsExactly(
            tuple("root", "roles"), tuple("carl", "refused"), tuple("mallory", "refused"));
    assertThat(audit.get(1).model()).isEqualTo(MODEL);
    assertThat(audit.get(1).reason()).startsWith("publish: Cannot publish model");
    assertThat(root.verify().orphans()).isEmpty();
  }

  @Test
  void whatMayNotBeReadIsNotThereAndTheAttemptIsLogged() {
    ann.publish(TinyModels.opaque("run-1"));
    Catalog stranger = as("dora");

    assertThat(stranger.models()).isEmpty();
    CatalogException hidden =
        catchThrowableOfType(CatalogException.class, () -> stranger.resolve(MODEL + "@candidate"));
    assertThat(hidden.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(hidden)
        .hasMessageStartingWith("Cannot find model '" + MODEL + "' in the catalog:")
        .hasMessageContaining("There are no models.");
    assertThat(root.keeper().audit(1, 100))
        .last()
        .satisfies(
            last -> assertThat(last.actor() + " " + last.action()).isEqualTo("dora refused"));
    assertThat(as("carl").resolve(MODEL + "@candidate").version()).isEqualTo(1);
  }

  @Test
  void onlyAdminsReadTheAuditLog() {
    assertDenied(() -> ann.keeper().audit(1, 10), "Cannot read the audit log");
  }

  @Test
  void grantsChangeOneAtATimeAndAreAudited() {
    root.keeper().grant("carl", "ops", Set.of(Role.PUBLISHER), "carl trains now");
    as("carl").publish(TinyModels.opaque("run-1"));
    root.keeper().grant("carl", "ops", Set.of(), "carl left");

    assertDenied(() -> as("carl").publish(TinyModels.opaque("run-2")), "carl is nothing of team");
    assertDenied(
        () -> bob.keeper().grant("bob", "ops", Set.of(Role.ADMIN), "me"), "bob is approver");
    assertThat(root.keeper().audit(1, 100))
        .extracting(HistoryEntry::reason)
        .contains("carl trains now", "carl left");
  }

  @Test
  void aTokenStandsForItsOwnerUntilItIsRevoked() {
    Scope reads = new Scope(Set.of("ops"), Set.of(Role.CONSUMER, Role.PUBLISHER));
    var issued = bob.keeper().createToken("bob", reads, Duration.ofDays(1));

    Principal shown = root.keeper().authenticate(issued.text());
    assertThat(shown).isEqualTo(new Principal("bob", reads));
    ann.publish(TinyModels.opaque("run-1"));
    assertDenied(
        () -> root.as(shown).curator().approve(MODEL, 1, "by token", List.of()),
        "bob is consumer of team 'ops' (expected approver)");
    assertThat(ann.keeper().tokens()).isEmpty();
    assertThat(root.keeper().tokens()).containsExactly(issued.token());
    assertDenied(
        () -> ann.keeper().revokeToken(issued.token().id(), "spite"),
        "ann is nothing of all teams");
    bob.keeper().revokeToken(issued.token().id(), "lost");

    assertUnauthenticated(issued.text());
    assertThat(root.keeper().audit(1, 100))
        .extracting(HistoryEntry::action)
        .contains("create-token", "revoke-token");
  }

  @Test
  void aTokenThatWasNotIssuedHereIsWorthNothing() {
    assertUnauthenticated("mlr_0123456789abcdef_" + "a".repeat(43));
    assertUnauthenticated("");
    assertUnauthenticated("Bearer x");
  }

  @Test
  void anEntryThatItsActorMayNotWriteIsFoundByVerify() {
    ann.publish(TinyModels.opaque("run-1"));
    Site site = Site.open(folder.toString(), new Configuration());
    site.log()
        .commit(
            "ann",
            state -> List.of(new Action.MoveAlias(MODEL, "champion", 1, null, "past the SDK")));

    assertThat(root.verify().problems())
        .singleElement()
        .asString()
        .contains("0003.json' does what its actor may not: alias 'champion' is protected");
  }

  @Test
  void rolesSurviveACheckpoint() {
    for (int run = 1; run <= Checkpoint.INTERVAL; run++) {
      ann.publish(TinyModels.opaque("run-" + run));
    }
    var issued = bob.keeper().createToken("bob", Scope.FULL, Duration.ofDays(1));

    assertThat(as("carl").keeper().roles()).contains(ROLES);
    assertThat(as("carl").keeper().authenticate(issued.text()).name()).isEqualTo("bob");
    assertThat(root.verify().problems()).isEmpty();
  }

  private void assertUnauthenticated(String token) {
    CatalogException failure =
        catchThrowableOfType(CatalogException.class, () -> root.keeper().authenticate(token));
    assertThat(failure.reason()).isEqualTo(Reason.UNAUTHENTICATED);
  }

  private static void assertDenied(ThrowingCallable call, String message) {
    CatalogException denied = catchThrowableOfType(CatalogException.class, call);
    assertThat(denied).hasMessageContaining(message);
    assertThat(denied.reason()).isEqualTo(Reason.DENIED);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    CatalogException refused = catchThrowableOfType(CatalogException.class, call);
    assertThat(refused).hasMessageContaining(message);
    assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
  }

  private Catalog as(String name) {
    return Catalog.open(folder.toString()).as(Principal.user(name));
  }
}
