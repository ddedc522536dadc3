package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  @TempDir private Path folder;
  private Catalog catalog;
  private VersionEntry version;

  @BeforeEach
  void publish() throws IOException {
    catalog = Catalog.open(folder.resolve("catalog").toString());
    Path card = Files.writeString(folder.resolve("card.md"), "# Card");
    Path rows = Files.writeString(folder.resolve("rows.csv"), "a,b\n1,2\n");
    Map<String, ArtifactSource> files = new HashMap<>(TinyModels.opaque("run-1").files());
    files.put("model-card.md", ArtifactSource.of(card));
    files.put(
        "examples/rows.csv",
        ArtifactSource.of(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(rows.toString())));
    version = catalog.publish(TinyModels.withFiles(files)).version();
  }

  @Test
  void copiesAllFiles() throws IOException {
    Path target = folder.resolve("here/model");
    assertThat(catalog.download("ops/delay@champion", target)).isEqualTo(target);

    assertThat(target.resolve("model.onnx")).hasContent("model of run-1");
    assertThat(target.resolve("model-card.md")).hasContent("# Card");
    assertThat(target.resolve("examples/rows.csv")).hasContent("a,b\n1,2\n");
    assertThat(target.resolve("manifest.json")).exists();
    assertThat(children(target.getParent())).containsExactly("model");
  }

  @Test
  void fillsAnEmptyFolder() throws IOException {
    Path target = Files.createDirectory(folder.resolve("empty"));
    catalog.download("ops/delay/1", target);
    assertThat(target.resolve("model.onnx")).exists();
  }

  @Test
  void refusesAFolderThatHoldsSomething() throws IOException {
    Path target = Files.createDirectory(folder.resolve("full"));
    Files.writeString(target.resolve("mine.txt"), "mine");

    assertThatThrownBy(() -> catalog.download("ops/delay", target))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("it is there already (expected no such path, or an empty folder)");
    assertThat(children(target)).containsExactly("mine.txt");
  }

  @Test
  void leavesNothingIfAByteWasChanged() throws IOException {
    Path stored = folder.resolve("catalog/data").resolve(version.dataId());
    Files.write(stored.resolve("signature.json"), "changed".getBytes(StandardCharsets.UTF_8));
    Path target = folder.resolve("here/model");

    assertThatThrownBy(() -> catalog.download("ops/delay", target))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("'signature.json' of ops/delay version 1: size is 7 bytes (expected");
    assertThat(children(target.getParent())).isEmpty();
  }

  private static List<String> children(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
