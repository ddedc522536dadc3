package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.access.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
  @TempDir private Path folder;
  private Catalog catalog;

  @BeforeEach
  void openCatalog() {
    catalog = Catalog.open(folder.resolve("catalog").toString()).as(Principal.user("alice"));
  }

  @Test
  void publishesModelVersionAndAliasInOneEntry() throws IOException {
    PublishResult result = catalog.publish(TinyModels.opaque("run-1"));

    assertThat(result.created()).isTrue();
    VersionEntry version = result.version();
    assertThat(version.version()).isEqualTo(1);
    assertThat(version.status()).isEqualTo(VersionEntry.PUBLISHED);
    assertThat(version.createdBy()).isEqualTo("alice");
    assertThat(version.runId()).isEqualTo("run-1");
    assertThat(version.metrics()).containsEntry("rocAuc", new Metric(0.66, 0.65, 0.67));
    assertThat(version.tags()).containsEntry("engine", "mllib");
    assertThat(Instant.parse(version.created())).isBefore(Instant.now().plusSeconds(1));
    assertThat(logFiles()).containsExactly("00000000000000000001.json");
    assertThat(catalog.entry(TinyModels.MODEL).aliasesOf(1)).containsExactly("champion");
  }

  @Test
  void leavesNoHiddenFilesBehind() throws IOException {
    catalog.publish(TinyModels.opaque("run-1"));

    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void publishesARunOnlyOnce() throws IOException {
    PublishResult first = catalog.publish(TinyModels.opaque("run-1"));
    PublishResult again =
        catalog.publish(
            TinyModels.withFiles(
                Map.of("model.onnx", unreadable(), "signature.json", unreadable())));

    assertThat(again.created()).isFalse();
    assertThat(again.version()).isEqualTo(first.version());
    assertThat(logFiles()).hasSize(1);
    assertThat(catalog.verify().orphans()).isEmpty();
  }

  @Test
  void movesAliasesToEveryAcceptedVersion() {
    catalog.publish(TinyModels.opaque("run-1"));
    catalog.publish(TinyModels.opaque("run-2"));

    assertThat(catalog.resolve("ops/delay").version()).isEqualTo(2);
    assertThat(catalog.resolve("ops/delay@champion").version()).isEqualTo(2);
    assertThat(catalog.resolve("ops/delay/1").version()).isEqualTo(1);
    assertThat(catalog.resolve("ops/delay@1").version()).isEqualTo(1);
  }

  @Test
  void tellsTheHistoryOfAModelInParts() {
    assertThat(catalog.sequence()).isZero();
    catalog.publish(TinyModels.opaque("run-1"));
    catalog.curator().describe("ops/delay", "first");
    catalog.curator().describe("ops/delay", "second");

    assertThat(catalog.sequence()).isEqualTo(3);
    assertThat(catalog.history("ops/delay", 2, 1))
        .extracting(HistoryEntry::reason)
        .containsExactly("first");
    assertThat(catalog.history("ops/delay", 3, 100))
        .extracting(HistoryEntry::reason)
        .containsExactly("second");
    assertThat(catalog.history("ops/delay", 4, 100)).isEmpty();
    assertThat(catalog.history("ops/delay", 0, Integer.MAX_VALUE))
        .isEqualTo(catalog.history("ops/delay"));
  }

  @Test
  void keepsRejectedVersionsWithoutAnAlias() {
    catalog.publish(TinyModels.opaque("run-1"));
    VersionEntry rejected = catalog.publish(TinyModels.rejected("run-2")).version();

    assertThat(rejected.rejected()).isTrue();
    assertThat(catalog.resolve("ops/delay@champion").version()).isEqualTo(1);
    assertThat(catalog.resolve("ops/delay/2").status()).isEqualTo("rejected");
    CatalogException refusal =
        catchThrowableOfType(
            CatalogException.class,
            () -> catalog.moveAlias("ops/delay", "champion", 2, "I like it"));
    assertThat(refusal.reason()).isEqualTo(Reason.REFUSED);
    assertThat(refusal).hasMessageContaining("version 2: that version was rejected by its gate");
  }

  @Test
  void movesAnAliasBackAndTellsTheHistory() {
    catalog.publish(TinyModels.opaque("run-1"));
    catalog.publish(TinyModels.opaque("run-2"));
    Catalog bob = catalog.as(Principal.user("bob"));
    bob.moveAlias("ops/delay", "champion", 1, "version 2 is slow");
    bob.moveAlias("ops/delay", "champion", 1, "once more");

    assertThat(catalog.resolve("ops/delay").version()).isEqualTo(1);
    List<HistoryEntry> history = catalog.history("ops/delay");
    assertThat(history)
        .extracting(HistoryEntry::action)
        .containsExactly("register", "version", "alias", "version", "alias", "alias");
    HistoryEntry last = history.get(5);
    assertThat(last.sequence()).isEqualTo(3);
    assertThat(last.actor()).isEqualTo("bob");
    assertThat(last.alias()).isEqualTo("champion");
    assertThat(last.version()).isEqualTo(1);
    assertThat(last.previousVersion()).isEqualTo(2);
    assertThat(last.reason()).isEqualTo("version 2 is slow");
    assertThat(history.get(2).reason()).isEqualTo("auto-approved: gate passed");
    assertThat(history.get(2).previousVersion()).isNull();
  }

  @Test
  void anOpenReaderSeesWhatAnotherPublishes() {
    Catalog reader = Catalog.open(folder.resolve("catalog").toString());
    assertThat(reader.models()).isEmpty();
    catalog.publish(TinyModels.opaque("run-1"));
    assertThat(reader.resolve("ops/delay").version()).isEqualTo(1);
    catalog.publish(TinyModels.opaque("run-2"));
    Catalog lateReader = Catalog.open(folder.resolve("catalog").toString());

    assertThat(reader.models()).isEqualTo(lateReader.models());
    assertThat(reader.resolve("ops/delay").version()).isEqualTo(2);
  }

  @Test
  void aCatalogThatDoesNotExistIsEmptyAndStaysUnmade() {
    assertThat(catalog.models()).isEmpty();
    assertThat(catalog.verify().clean()).isTrue();
    assertThatThrownBy(() -> catalog.resolve("ops/delay"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("Cannot find model 'ops/delay' in the catalog:")
        .hasMessageContaining("There are no models.");
    String root = folder.resolve("catalog").toString();
    assertThatThrownBy(() -> Catalog.open(root).resolve("ops/delay"))
        .hasMessageContaining("Cannot find model 'ops/delay' in catalog 'file:" + root + "':");
    assertThat(folder.resolve("catalog")).doesNotExist();
  }

  @Test
  void namesTheNearestOfAMistypedName() {
    catalog.publish(TinyModels.opaque("run-1"));

    assertThatThrownBy(() -> catalog.resolve("ops/dealy"))
        .hasMessageContaining("Cannot find model 'ops/dealy'")
        .hasMessageEndingWith("Nearest models: 'ops/delay'.");
    assertThatThrownBy(() -> catalog.resolve("ops/delay@champoin"))
        .hasMessageContaining("model 'ops/delay' has no alias 'champoin'")
        .hasMessageEndingWith("Nearest aliases: 'champion'.");
    CatalogException noVersion =
        catchThrowableOfType(CatalogException.class, () -> catalog.resolve("ops/delay/7"));
    assertThat(noVersion.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(noVersion).hasMessageContaining("Cannot find version 7 of 'ops/delay'");
    assertThat(noVersion).hasMessageContaining("(expected 1 to 1)");
  }

  @Test
  void keepsMetricsWithoutAnInterval() {
    Publication p = TinyModels.opaque("run-1");
    Metric bare = new Metric(0.7, Double.NaN, Double.NaN);
    catalog.publish(
        new Publication(
            p.model(), "run-1", p.files(), Map.of("f1", bare), Map.of(), true, List.of()));

    Catalog reader = Catalog.open(folder.resolve("catalog").toString());
    assertThat(reader.resolve("ops/delay/1").metrics()).containsEntry("f1", bare);
  }

  private static ArtifactSource unreadable() {
    return () -> {
      throw new IOException("must not be read");
    };
  }

  private List<String> logFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("catalog/log"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
