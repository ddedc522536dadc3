package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every way to read a catalog does alike. */
public abstract class CatalogReaderContract {
  /** Too long for one piece of a connection. */
  private static final int LONG_BYTES = 1_000_003;

  private static final String EVALUATION = "{\"version\":1,\"rocAuc\":0.66}";

  @TempDir private Path folder;

  /** What is tested; it reads {@link #catalog}. */
  protected abstract CatalogReader reader();

  /** The catalog behind it, which {@link #publishAll} has filled. */
  protected abstract Catalog catalog();

  /** The first version with files of all kinds, a rejected one, and a third, the champion. */
  protected static void publishAll(Catalog catalog) {
    Publication first = TinyModels.publication("run-1");
    Map<String, ArtifactSource> files = new HashMap<>(first.files());
    files.put("evaluation.json", ArtifactSource.of(EVALUATION.getBytes(StandardCharsets.UTF_8)));
    files.put("stages/00.onnx", ArtifactSource.of(longFile()));
    catalog.publish(
        new Publication(
            first.model(),
            first.runId(),
            files,
            first.metrics(),
            first.tags(),
            true,
            first.aliases()));
    catalog.publish(TinyModels.rejected("run-2"));
    catalog.publish(TinyModels.publication("run-3"));
    catalog.curator().approve(TinyModels.MODEL, 3, "good", List.of("stable"));
    catalog.curator().cards().revise(TinyModels.MODEL, 3, 1, "# Delay, revised ✈\n", "clearer");
  }

  private static byte[] longFile() {
    byte[] bytes = new byte[LONG_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + i / 256);
    }
    return bytes;
  }

  @Test
  void tellsTheSameAsTheCatalog() {
    assertThat(reader().models()).isEqualTo(catalog().models()).isNotEmpty();
    assertThat(reader().entry(TinyModels.MODEL)).isEqualTo(catalog().entry(TinyModels.MODEL));
    assertThat(reader().history(TinyModels.MODEL)).isEqualTo(catalog().history(TinyModels.MODEL));
  }

  @Test
  void resolvesAllFormsOfReferences() {
    assertThat(reader().resolve("ops/delay@champion").version()).isEqualTo(3);
    assertThat(reader().resolve("ops/delay").version()).isEqualTo(3);
    assertThat(reader().resolve("ops/delay@stable").approved()).isTrue();
    assertThat(reader().resolve("ops/delay/2").rejected()).isTrue();
    assertThat(reader().resolve("ops/delay@1")).isEqualTo(catalog().resolve("ops/delay/1"));
  }

  @Test
  void readsWhatBelongsToAVersion() {
    assertThat(reader().signature("ops/delay")).isEqualTo(TinyModels.DELAY);
    assertThat(reader().evaluation("ops/delay/1")).hasValue(EVALUATION);
    assertThat(reader().evaluation("ops/delay/3")).isEmpty();
    assertThat(reader().card("ops/delay/1")).isEqualTo("# Delay\n");
    assertThat(reader().card("ops/delay/3")).isEqualTo("# Delay, revised ✈\n");
  }

  @Test
  void listsFilesByTheManifestThatTheLogNames() {
    VersionContent content = reader().content("ops/delay/1");
    VersionContent original = catalog().content("ops/delay/1");

    assertThat(content.artifacts()).isEqualTo(original.artifacts());
    assertThat(content.manifest()).isEqualTo(original.manifest());
    assertThat(content.manifestSha256())
        .isEqualTo(original.manifestSha256())
        .isEqualTo(Digests.of(content.manifest()));
  }

  @Test
  void readsFilesWholeAndInPart() throws IOException {
    VersionContent content = reader().content("ops/delay/1");
    Artifact file = content.artifact("stages/00.onnx").orElseThrow();
    ByteArrayOutputStream copied = new ByteArrayOutputStream();
    content.copy(file, copied);

    assertThat(copied.toByteArray()).isEqualTo(longFile()).isEqualTo(content.read(file.path()));
    try (var part = content.open(file, 999_990)) {
      assertThat(part.readAllBytes())
          .isEqualTo(Arrays.copyOfRange(longFile(), 999_990, LONG_BYTES));
    }
    assertThatThrownBy(() -> content.read("weights.safetensors"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("Cannot read file 'weights.safetensors' of ops/delay version 1");
  }

  @Test
  void downloadsAVersion() throws IOException {
    Path target = reader().download("ops/delay/1", folder.resolve("here"));

    assertThat(target.resolve("evaluation.json")).hasContent(EVALUATION);
    assertThat(target.resolve("stages/00.onnx")).hasBinaryContent(longFile());
    assertThat(Files.readAllBytes(target.resolve("manifest.json")))
        .isEqualTo(catalog().content("ops/delay/1").manifest());
  }

  @Test
  void loadsAModelThatScores() {
    try (Model model = reader().model("ops/delay@champion")) {
      assertThat(model.version().version()).isEqualTo(3);
      assertThat(model.score(List.of(Map.of("carrier", "AA", "distance", 7.0))))
          .singleElement()
          .extracting("probability")
          // 1000 for the carrier, 50 for no weekend, 7 miles, -2 for no time
          .isEqualTo(1055f);
    }
  }

  @Test
  void followsAnAlias() throws Exception {
    assertThat(reader().follow("ops/delay", "champion", 1, Duration.ZERO)).hasValue(3);
    assertThat(reader().follow("ops/delay", "champion", 3, Duration.ZERO)).isEmpty();
    assertThat(reader().follow("ops/delay", "canary", 0, Duration.ZERO)).isEmpty();
    assertThatThrownBy(() -> reader().follow("ops/delay", "canary", 1, Duration.ZERO))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("canary");

    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<OptionalInt> moved =
          thread.submit(() -> reader().follow("ops/delay", "followed", 0, Duration.ofMinutes(1)));
      catalog().moveAlias("ops/delay", "followed", 3, "test");
      assertThat(moved.get(30, TimeUnit.SECONDS)).hasValue(3);
    } finally {
      thread.shutdownNow();
      catalog().removeAlias("ops/delay", "followed", "test");
    }
  }

  @Test
  void saysWhatIsNotThereAndWhatIsNear() {
    assertThatThrownBy(() -> reader().entry("ops/dealy"))
        .isInstanceOfSatisfying(
            CatalogException.class,
            e -> assertThat(e.reason()).isEqualTo(CatalogException.Reason.NOT_FOUND))
        .hasMessageContaining("Nearest models: 'ops/delay'");
    assertThatThrownBy(() -> reader().resolve("ops/delay@stabel"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("has no alias 'stabel'. Nearest aliases: 'stable'");
    assertThatThrownBy(() -> reader().content("ops/delay/9"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("expected 1 to 3");
    assertThatThrownBy(() -> reader().resolve("delay"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected team/model, team/model@alias or team/model/3");
  }
}
