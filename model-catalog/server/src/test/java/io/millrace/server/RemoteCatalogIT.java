package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.Artifact;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.CatalogException.Reason;
import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.CatalogReaderContract;
import io.millrace.catalog.FileCache;
import io.millrace.catalog.ReaderOptions;
import io.millrace.catalog.VersionContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK over HTTP does what it does on a file system. */
class RemoteCatalogIT extends CatalogReaderContract {
  @TempDir private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(folder, options -> options);
    publishAll(server.catalog());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected Catalog catalog() {
    return server.catalog();
  }

  @Override
  protected CatalogReader reader() {
    return reader(new FileCache(folder.resolve("cache"), FileCache.DEFAULT_MAX_BYTES));
  }

  private static CatalogReader reader(FileCache cache) {
    return CatalogReader.open(
        server.server().uri() + "/", ReaderOptions.standard().withCache(cache));
  }

  @Test
  void pagesThroughModels() throws Exception {
    assertThat(server.get("/api/1/models?limit=1").body()).contains("\"next\":null");
    assertThat(server.get("/api/1/models?after=ops/delay").body()).contains("\"models\":[]");
    assertThat(server.get("/api/1/models?limit=0").statusCode()).isEqualTo(400);
  }

  /** What is kept is found although nobody could fetch it any more. */
  @Test
  void doesNotFetchWhatTheCacheHas(@TempDir Path other) throws IOException {
    FileCache cache = new FileCache(other.resolve("cache"), FileCache.DEFAULT_MAX_BYTES);
    VersionContent content = reader(cache).content("ops/delay/1");
    Artifact model = content.artifact("model.onnx").orElseThrow();
    byte[] read = content.read("model.onnx");

    try (var kept =
        cache
            .open(
                model.sha256(),
                out -> {
                  throw new IOException("fetched again");
                })
            .orElseThrow()) {
      assertThat(kept.readAllBytes()).isEqualTo(read);
    }
  }

  @Test
  void refusesBytesThatWereChangedBehindTheServer(@TempDir Path other) throws IOException {
    try (RunningServer damaged = RunningServer.withModels(other, options -> options)) {
      CatalogReader reader =
          CatalogReader.open(
              damaged.server().uri().toString(), ReaderOptions.standard().withCache(null));
      VersionContent content = reader.content("ops/delay/1");
      Path stored =
          other.resolve("catalog/data").resolve(content.version().dataId()).resolve("model.onnx");
      byte[] bytes = Files.readAllBytes(stored);
      bytes[bytes.length / 2] ^= 1;
      Files.write(stored, bytes);

      assertThatThrownBy(() -> content.read("model.onnx"))
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.reason()).isNotEqualTo(Reason.NOT_FOUND));
    }
  }

  @Test
  void saysWhatAnswersInPlaceOfACatalog() {
    String address = server.server().uri().toString();
    assertThatThrownBy(() -> CatalogReader.open(address + "/elsewhere").models())
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
        .hasMessageContaining("there is no such endpoint");
    assertThatThrownBy(() -> CatalogReader.open("http://a:secret@host").models())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MILLRACE_TOKEN")
        .hasMessageNotContaining("secret");
    assertThat(ReaderOptions.standard().withToken("mlr.secret").toString())
        .doesNotContain("secret");
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    String gone;
    try (RunningServer other = RunningServer.start(folder.resolve("gone"), options -> options)) {
      gone = other.server().uri().toString();
    }
    assertThatThrownBy(() -> CatalogReader.open(gone).models())
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
        .hasMessageContaining("Cannot reach catalog '" + gone + "'");
  }

  @Test
  void readsTextInUtf8() {
    assertThat(reader().card("ops/delay").getBytes(StandardCharsets.UTF_8)).hasSize(21);
  }
}
