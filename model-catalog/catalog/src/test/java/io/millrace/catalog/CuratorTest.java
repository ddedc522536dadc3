package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.VersionComparison.Difference;
import io.millrace.catalog.access.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CuratorTest {
  private static final String MODEL = TinyModels.MODEL;

  @TempDir private Path folder;
  private Catalog catalog;
  private Curator curator;

  @BeforeEach
  void publish() {
    catalog = Catalog.open(folder.toString()).as(Principal.user("ann"));
    curator = catalog.curator();
    catalog.publish(TinyModels.opaque("run-1"));
    catalog.publish(TinyModels.opaque("run-2"));
  }

  @Test
  void describesAndTagsModelsAndVersions() {
    curator.describe(MODEL, "Flights that are late.");
    curator.describe(MODEL, 2, "With weather.");
    curator.tag(MODEL, "domain", "aviation");
    curator.tag(MODEL, 2, "reviewed by", "bob");
    curator.tag(MODEL, 2, "engine", null);

    ModelEntry model = reopened().entry(MODEL);
    assertThat(model.description()).isEqualTo("Flights that are late.");
    assertThat(model.tags()).isEqualTo(Map.of("domain", "aviation"));
    assertThat(model.versions().get(1).description()).isEqualTo("With weather.");
    assertThat(model.versions().get(1).tags()).isEqualTo(Map.of("reviewed by", "bob"));
    assertThat(model.versions().get(0).tags()).isEqualTo(Map.of("engine", "mllib"));
    assertThat(catalog.history(MODEL))
        .extracting(HistoryEntry::reason)
        .contains("With weather.", "domain=aviation", "engine removed");
  }

  @Test
  void whatIsSaidAlreadyIsNotLoggedAgain() {
    curator.describe(MODEL, "text");
    curator.tag(MODEL, "a", "b");
    curator.retire(MODEL, 1, Lifecycle.DEPRECATED, "old");
    long entries = catalog.verify().entries();

    curator.describe(MODEL, "text");
    curator.tag(MODEL, "a", "b");
    curator.tag(MODEL, "none", null);
    curator.retire(MODEL, 1, Lifecycle.DEPRECATED, "old");
    assertThat(catalog.verify().entries()).isEqualTo(entries);
  }

  @Test
  void refusesTagsAndTextsThatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curator.tag(MODEL, "../x", "y"))
        .withMessageContaining("Cannot use tag '../x'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curator.tag(MODEL, "x", "y".repeat(5001)))
        .withMessageContaining("it has 5,001 characters (expected at most 5,000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curator.describe(MODEL, "y".repeat(100_001)));
  }

  @Test
  void aDeprecatedVersionIsServedAndAnArchivedOneHasNoAlias() {
    curator.retire(MODEL, 2, Lifecycle.DEPRECATED, "version 3 comes");
    assertThat(catalog.resolve(MODEL).lifecycle()).isEqualTo(Lifecycle.DEPRECATED);

    assertRefused(
        () -> curator.retire(MODEL, 2, Lifecycle.ARCHIVED, "gone"),
        "Cannot archive version 2 of 'ops/delay': alias 'champion' points to it");
    catalog.moveAlias(MODEL, "shadow", 2, "watch it");
    catalog.moveAlias(MODEL, "champion", 1, "back");
    curator.retire(MODEL, 2, Lifecycle.ARCHIVED, "gone");

    assertThat(catalog.entry(MODEL).aliases()).isEqualTo(Map.of("champion", 1));
    assertRefused(() -> catalog.moveAlias(MODEL, "shadow", 2, "try"), "that version is archived");
    assertThat(catalog.resolve(MODEL + "/2").lifecycle()).isEqualTo(Lifecycle.ARCHIVED);
    curator.retire(MODEL, 2, Lifecycle.ACTIVE, "after all");
    catalog.moveAlias(MODEL, "shadow", 2, "again");
    catalog.removeAlias(MODEL, "shadow", "seen enough");
    assertThat(catalog.entry(MODEL).aliases()).isEqualTo(Map.of("champion", 1));
    assertThat(catalog.verify().problems()).isEmpty();
  }

  @Test
  void everyRevisionOfACardStays() throws IOException {
    ModelCards cards = curator.cards();
    assertThat(cards.read(MODEL)).isEqualTo("# Delay\n");

    assertThat(cards.revise(MODEL, 2, 1, "# Delay\nNot for snow.\n", "snow")).isEqualTo(2);
    assertThat(cards.revise(MODEL, 2, 2, "# Delay ✈\n", "shorter")).isEqualTo(3);

    assertThat(cards.read(MODEL)).isEqualTo("# Delay ✈\n");
    assertThat(cards.read(MODEL, 2)).contains("Not for snow.");
    assertThat(cards.read(MODEL, 1)).isEqualTo("# Delay\n");
    assertThat(catalog.resolve(MODEL).cards())
        .extracting(CardRevision::by, CardRevision::reason)
        .containsExactly(tuple("ann", "snow"), tuple("ann", "shorter"));
    VerifyReport report = catalog.verify();
    assertThat(report.clean()).isTrue();
    assertThat(report.orphans()).isEmpty();
    assertThat(report.versions()).isEqualTo(2);
    Path card =
        folder.resolve("data/" + catalog.resolve(MODEL).cards().get(0).dataId() + "/model-card.md");
    Files.writeString(card, "forged");
    assertThat(catalog.verify().problems())
        .singleElement()
        .asString()
        .contains("revision 2 of the card of ops/delay version 2");
  }

  @Test
  void anEditOfAnOldRevisionOverwritesNothing() {
    curator.cards().revise(MODEL, 2, 1, "first", "one");

    assertRefused(
        () -> curator.cards().revise(MODEL, 2, 1, "second", "two"),
        "its newest revision is 2 (expected 1, the one that was edited)");
    assertThat(curator.cards().read(MODEL)).isEqualTo("first");
    assertThat(catalog.verify().orphans()).isEmpty();
    CatalogException none =
        catchThrowableOfType(CatalogException.class, () -> curator.cards().read(MODEL, 3));
    assertThat(none.reason()).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void comparesWhatTwoVersionsSay() {
    publish(
        "run-3", 0.70, "{\"layers\":[{\"name\":\"a\",\"units\":32},{\"name\":\"b\"}],\"v\":[1,2]}");
    publish(
        "run-4",
        0.75,
        "{\"layers\":[{\"name\":\"new\"},{\"name\":\"a\",\"units\":64},{\"name\":\"b\"}],\"v\":[1,3]}");

    VersionComparison comparison = curator.compare(MODEL + "/3", MODEL + "/4");
    assertThat(comparison.network())
        .containsExactly(
            new Difference("layers.a.units", "32", "64"),
            new Difference("layers.new.name", null, "new"),
            new Difference("v", "[1,2]", "[1,3]"));
    assertThat(comparison.metrics().get("rocAuc").change()).isCloseTo(0.05, within(1e-12));
    assertThat(comparison.signature()).isEmpty();
    assertThat(comparison.lineage()).isEmpty();
    assertThat(comparison.files())
        .extracting(Difference::path)
        .containsExactly("model.onnx", "network.json");
    VersionComparison withOlder = curator.compare(MODEL + "/1", MODEL + "/4");
    assertThat(withOlder.files())
        .contains(new Difference("network.json", null, withOlder.files().get(1).right()));
  }

  private void publish(String run, double auc, String network) {
    Publication opaque = TinyModels.opaque(run);
    Map<String, ArtifactSource> files = new HashMap<>(opaque.files());
    files.put("network.json", ArtifactSource.of(network.getBytes(StandardCharsets.UTF_8)));
    catalog.publish(
        new Publication(
            MODEL,
            run,
            files,
            Map.of("rocAuc", new Metric(auc, auc, auc)),
            opaque.tags(),
            true,
            List.of("champion")));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    CatalogException refused = catchThrowableOfType(CatalogException.class, call);
    assertThat(refused).hasMessageContaining(message);
    assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
  }

  private Catalog reopened() {
    return Catalog.open(folder.toString());
  }
}
