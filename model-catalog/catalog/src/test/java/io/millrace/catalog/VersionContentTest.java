package io.millrace.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionContentTest {
  @TempDir private Path folder;
  private VersionContent content;

  @BeforeEach
  void publish() {
    Catalog catalog = Catalog.open(folder.toString());
    catalog.publish(TinyModels.opaque("run-1"));
    content = catalog.content("ops/delay/1");
  }

  @Test
  void listsWhatWasPublished() {
    assertThat(content.artifacts())
        .extracting(Artifact::path)
        .containsExactly("model-card.md", "model.onnx", "signature.json");
    assertThat(content.artifact("manifest.json")).isEmpty();
    assertThat(content.artifact("../model.onnx")).isEmpty();
  }

  @Test
  void copiesAndReadsFromTheMiddle() throws IOException {
    Artifact model = content.artifact("model.onnx").orElseThrow();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.copy(model, bytes);
    assertThat(bytes.toString(UTF_8)).isEqualTo("model of run-1").hasSize((int) model.size());
    try (InputStream in = content.open(model, 9)) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("run-1");
    }
  }

  @Test
  void doesNotPassChangedBytesForTheFile() throws IOException {
    Path file = folder.resolve("data").resolve(content.version().dataId()).resolve("model.onnx");
    Files.writeString(file, "model of run-2");
    Artifact model = content.artifact("model.onnx").orElseThrow();
    assertThatThrownBy(() -> content.copy(model, new ByteArrayOutputStream()))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("its SHA-256");
  }
}
