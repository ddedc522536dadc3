package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One changed byte anywhere must be found. */
class DamageTest {
  @TempDir private Path root;

  @BeforeEach
  void publishThree() {
    for (int run = 1; run <= 3; run++) {
      catalog().publish(TinyModels.opaque("run-" + run));
    }
  }

  @Test
  void aWholeCatalogIsClean() {
    VerifyReport report = catalog().verify();

    assertThat(report.problems()).isEmpty();
    assertThat(report.orphans()).isEmpty();
    assertThat(report.entries()).isEqualTo(3);
    assertThat(report.versions()).isEqualTo(3);
    assertThat(report.files()).isEqualTo(9);
    assertThat(report.bytes()).isPositive();
  }

  @Test
  void findsEveryFlippedByteOfAnEntryInTheMiddle() throws IOException {
    requireEveryFlipIsFound(log(2));
  }

  @Test
  void findsEveryFlippedByteOfTheLastEntry() throws IOException {
    requireEveryFlipIsFound(log(3));
  }

  @Test
  void findsEveryFlippedByteOfAManifest() throws IOException {
    requireEveryFlipIsFound(data(2, "manifest.json"));
  }

  @Test
  void findsEveryFlippedByteOfAModel() throws IOException {
    requireEveryFlipIsFound(data(1, "model.onnx"));
  }

  @Test
  void readersRefuseADamagedLog() throws IOException {
    flip(log(2), 30);

    assertThatThrownBy(() -> catalog().models())
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("00000000000000000002.json: its digest is ");
  }

  @Test
  void aModelWithAChangedByteIsNotLoaded() throws IOException {
    flip(data(3, "model.onnx"), 0);

    assertThatThrownBy(() -> catalog().model("ops/delay"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("Cannot use file 'model.onnx' of ops/delay version 3: its SHA-256 is")
        .hasMessageContaining("(expected ")
        .hasMessageContaining("restore '")
        .hasMessageContaining("publish a new version");
  }

  @Test
  void findsMissingEntriesAndFiles() throws IOException {
    Files.delete(data(1, "model-card.md"));
    Files.delete(log(2));

    List<String> problems = catalog().verify().problems();
    assertThat(problems).anyMatch(p -> p.contains("0002.json' is missing"));
    assertThat(problems).anyMatch(p -> p.contains("'model-card.md'") && p.contains("is missing"));
    assertThatThrownBy(() -> catalog().models())
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("0002.json' is missing (expected all up to 3)");
  }

  @Test
  void aReaderThatLostAnEntryDoesNotWriteInItsPlace() throws IOException {
    Catalog open = catalog();
    assertThat(open.models()).hasSize(1);
    open.publish(TinyModels.opaque("run-4"));
    Files.move(log(4), root.resolve("log/00000000000000000005.json"));

    Catalog atThree = catalog();
    assertThatThrownBy(() -> atThree.publish(TinyModels.opaque("run-5")))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("0004.json' is missing");
  }

  @Test
  void anEntryOfANewerFormatIsRefusedAsSuch() throws IOException {
    String entry = Files.readString(log(3));
    String newer = entry.substring(0, entry.indexOf(",\"sha256\"")) + "}";
    newer = newer.replaceFirst("\"version\":1", "\"version\":2");
    String seal = ",\"sha256\":\"" + Digests.of(newer.getBytes(StandardCharsets.UTF_8)) + "\"}\n";
    Files.writeString(log(3), newer.substring(0, newer.length() - 1) + seal);

    assertThatThrownBy(() -> catalog().models())
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("format version is 2 (expected 1 to 1). A newer Millrace wrote it");
  }

  @Test
  void listsOrphansAndUnpublishedFiles() throws IOException {
    String orphan = UUID.randomUUID().toString();
    Files.createDirectories(root.resolve("data").resolve(orphan));
    VerifyReport report = catalog().verify();
    assertThat(report.clean()).isTrue();
    assertThat(report.orphans()).containsExactly(orphan);

    Files.writeString(data(1, "model.onnx").resolveSibling("extra.json"), "{}");
    assertThat(catalog().verify().problems())
        .singleElement()
        .asString()
        .contains("ops/delay version 1 has files that were not published: [extra.json]");
  }

  private void requireEveryFlipIsFound(Path file) throws IOException {
    byte[] original = Files.readAllBytes(file);
    Catalog catalog = catalog();
    for (int position = 0; position < original.length; position++) {
      flip(file, position);
      assertThat(catalog.verify().problems())
          .as("byte %d of %s", position, file)
          .isNotEmpty()
          .allMatch(problem -> problem.endsWith("."));
      Files.write(file, original);
    }
    assertThat(catalog.verify().clean()).isTrue();
  }

  private static void flip(Path file, int position) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[position] ^= 1;
    Files.write(file, content);
  }

  private Catalog catalog() {
    return Catalog.open(root.toString());
  }

  private Path log(int sequence) {
    return root.resolve("log").resolve("%020d.json".formatted(sequence));
  }

  private Path data(int version, String file) {
    String dataId = catalog().resolve("ops/delay/" + version).dataId();
    return root.resolve("data").resolve(dataId).resolve(file);
  }
}
