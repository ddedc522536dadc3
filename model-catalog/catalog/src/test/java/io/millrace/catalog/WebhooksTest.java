package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.access.Grant;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks, and what those are told who follow. */
class WebhooksTest {
  private static final String URL = "https://example.org/hook";
  private static final Set<EventType> MOVES = Set.of(EventType.ALIAS_MOVED);

  @TempDir private Path folder;
  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = Catalog.open(folder.toString());
  }

  @Test
  void outlivesACheckpointAndKnowsWhereItBegan() {
    catalog.publish(TinyModels.opaque("run-1"));
    Webhook hook = catalog.webhooks().add("ops", URL, MOVES);
    assertThat(hook.since()).isEqualTo(catalog.sequence());
    for (int i = 0; i < Checkpoint.INTERVAL; i++) {
      catalog.curator().tag(TinyModels.MODEL, 1, "seen", String.valueOf(i));
    }

    Catalog again = Catalog.open(folder.toString());
    assertThat(again.webhooks().list()).containsExactly(hook);
    assertThat(again.verify().problems()).isEmpty();
    again.webhooks().remove(hook.id(), "no longer");
    assertThat(catalog.webhooks().list()).isEmpty();
    assertThat(catalog.keeper().audit(1, 100))
        .extracting(HistoryEntry::action)
        .contains("add-webhook", "remove-webhook");
    assertThatThrownBy(() -> catalog.webhooks().remove(hook.id(), "again"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("none of that id");
  }

  @Test
  void isForTheAdminsOfItsTeam() {
    catalog
        .keeper()
        .setRoles(
            new Roles(
                List.of(
                    new Grant(catalog.principal().name(), "*", Set.of(Role.ADMIN)),
                    new Grant("ann", "ops", Set.of(Role.ADMIN)),
                    new Grant("bob", "ops", Set.of(Role.APPROVER, Role.PUBLISHER))),
                Roles.DEFAULT_PROTECTED),
            "test");
    Catalog ann = catalog.as(Principal.user("ann"));
    Catalog bob = catalog.as(Principal.user("bob"));
    Webhook ours = ann.webhooks().add("ops", URL, MOVES);
    Webhook all = catalog.webhooks().add("*", URL, MOVES);

    assertThatThrownBy(() -> bob.webhooks().add("ops", URL, MOVES))
        .hasMessageContaining("bob is")
        .hasMessageContaining("expected admin");
    assertThatThrownBy(() -> ann.webhooks().add("*", URL, MOVES)).hasMessageContaining("ann is");
    assertThatThrownBy(() -> ann.webhooks().remove(all.id(), "mine"))
        .hasMessageContaining("ann is");
    assertThat(ann.webhooks().list()).containsExactly(ours);
    assertThat(bob.webhooks().list()).isEmpty();
    assertThat(catalog.webhooks().list()).containsExactlyInAnyOrder(ours, all);
    assertThat(catalog.verify().problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://user:secret@example.org/",
        "https://example.org/#part",
        "https:///path",
        "https://exa mple.org/"
      })
  void takesNoOtherAddresses(String url) {
    assertThatThrownBy(() -> catalog.webhooks().add("ops", url, MOVES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot use webhook address");
  }

  @Test
  void tellsEntryByEntryWhatHappenedToModels() {
    catalog.publish(TinyModels.publication("run-1"));
    catalog.webhooks().add("ops", URL, MOVES);
    catalog.publish(TinyModels.rejected("run-2"));
    catalog.curator().retire(TinyModels.MODEL, 2, Lifecycle.ARCHIVED, "failed");

    List<Commit> commits = catalog.commits(0, 100);
    assertThat(commits).extracting(Commit::sequence).containsExactly(1L, 2L, 3L, 4L);
    assertThat(commits)
        .extracting(commit -> commit.entries().stream().map(WebhooksTest::type).toList())
        .containsExactly(
            List.of("model.registered", "version.published", "alias.moved"),
            List.of(),
            List.of("version.failed"),
            List.of("version.retired"));
    assertThat(commits).extracting(Commit::id).doesNotHaveDuplicates();
    assertThat(catalog.commits(1, 2)).isEqualTo(commits.subList(1, 3));
    assertThat(catalog.commits(4, 10)).isEmpty();
  }

  private static String type(HistoryEntry entry) {
    return EventType.of(entry).orElseThrow().text();
  }

  @Test
  void tellsNothingOfWhatOneMayNotRead() {
    catalog.publish(TinyModels.publication("run-1"));
    catalog
        .keeper()
        .setRoles(
            new Roles(
                List.of(
                    new Grant(catalog.principal().name(), "*", Set.of(Role.ADMIN)),
                    new Grant("dave", "web", Set.of(Role.CONSUMER))),
                Roles.DEFAULT_PROTECTED),
            "test");

    assertThat(catalog.as(Principal.user("dave")).commits(0, 10))
        .hasSize(2)
        .allMatch(commit -> commit.entries().isEmpty());
    assertThat(catalog.commits(0, 1).get(0).entries()).isNotEmpty();
  }
}
