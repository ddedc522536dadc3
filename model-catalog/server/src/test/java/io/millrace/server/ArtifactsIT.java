package io.millrace.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.ArtifactSource;
import io.millrace.catalog.Publication;
import io.millrace.catalog.TinyModels;
import io.millrace.catalog.VersionEntry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of versions, as MLflow's clients fetch them. */
class ArtifactsIT {
  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String MODEL = PROXY + "/models/ops.delay/3/model.onnx";

  @TempDir private static Path folder;
  private static RunningServer server;
  private static final byte[] ONNX = TinyModels.delay();

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.withModels(folder, ServerOptions::opened);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void lists() throws Exception {
    JsonNode files =
        RunningServer.read(server.get(PROXY + "?path=models/ops.delay/3")).get("files");

    assertThat(files)
        .extracting(file -> file.get("path").asText())
        .containsExactly("model-card.md", "model.onnx", "signature.json");
    assertThat(files.get(1).get("file_size").asInt()).isEqualTo(ONNX.length);
    assertThat(files.get(1).get("is_dir").asBoolean()).isFalse();
  }

  @Test
  void sendsAWholeFile() throws Exception {
    HttpResponse<byte[]> response = server.bytes(server.request(MODEL));

    assertThat(response.body()).isEqualTo(ONNX);
    assertThat(response.headers().firstValue("Repr-Digest").orElseThrow()).startsWith("sha-256=:");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment");
    String tag = response.headers().firstValue("ETag").orElseThrow();
    assertThat(server.bytes(server.request(MODEL).header("If-None-Match", tag)).statusCode())
        .isEqualTo(304);
    assertThat(
            server
                .bytes(
                    server.request(
                        "/model-versions/get-artifact?name=ops.delay&version=3&path=model.onnx"))
                .body())
        .isEqualTo(ONNX);
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-9,0,10", "bytes=10-,10,-1", "bytes=-5,-5,-1"})
  void sendsAPart(String range, int first, int end) throws Exception {
    HttpResponse<byte[]> response = server.bytes(server.request(MODEL).header("Range", range));

    int from = first < 0 ? ONNX.length + first : first;
    int to = end < 0 ? ONNX.length : end;
    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.headers().firstValue("Content-Range"))
        .hasValue("bytes %d-%d/%d".formatted(from, to - 1, ONNX.length));
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(ONNX, from, to));
  }

  @Test
  void sendsNoPartThatIsNotThere() throws Exception {
    assertThat(server.bytes(server.request(MODEL).header("Range", "bytes=9999999-")).statusCode())
        .isEqualTo(416);
    assertThat(
            server
                .bytes(
                    server.request(MODEL).header("Range", "bytes=0-1").header("If-Range", "\"x\""))
                .statusCode())
        .isEqualTo(200);
    assertThat(server.bytes(server.request(MODEL).header("Range", "bytes=a-b")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    HttpResponse<byte[]> response =
        server.bytes(
            server
                .request(MODEL)
                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Length"))
        .hasValue(Integer.toString(ONNX.length));
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/models/ops.delay/3/manifest.json",
        "/models/ops.delay/3/../1/model.onnx",
        "/models/ops.delay/3/..%2f..%2fmodel.onnx",
        "/models/ops.delay/3/%2e%2e/1/model.onnx",
        "/models/ops.delay/3/%252e%252e/1/model.onnx",
        "/models/ops.delay/3//model.onnx",
        "/models/ops.delay/3/model.onnx%00",
        "/models/ops.delay/3/%5c..%5cmodel.onnx",
        "/models/ops.delay/3/model.onnx%23",
        "/models/ops%2fdelay/3/model.onnx",
        "//proc/self/root/etc/passwd",
        "/../../../../etc/passwd",
        "/etc/passwd"
      })
  void servesOnlyWhatTheManifestHas(String path) throws Exception {
    HttpResponse<byte[]> response = server.bytes(server.request(PROXY + path));
    // The client itself resolves some of these; none may show anything but a published file.
    if (response.statusCode() == 200) {
      assertThat(response.body()).isEqualTo(ONNX);
      assertThat(response.uri().getPath()).doesNotContain("%").endsWith("model.onnx");
    } else {
      assertThat(response.statusCode()).isIn(400, 404);
    }
  }

  /** A wrong file must never look whole, be it sent at once or in parts. */
  @ParameterizedTest
  @ValueSource(ints = {9, 1_000_000})
  void breaksOffAtADamagedFile(int size) throws Exception {
    byte[] content = new byte[size];
    Map<String, ArtifactSource> files =
        new HashMap<>(TinyModels.publication("run-" + size).files());
    files.put("model-card.md", ArtifactSource.of(content));
    VersionEntry version = server.catalog().publish(withFiles("run-" + size, files)).version();
    content[size / 2] = 1;
    Files.write(
        folder.resolve("catalog/data").resolve(version.dataId()).resolve("model-card.md"), content);

    String path = PROXY + "/models/ops.damaged/" + version.version() + "/model-card.md";
    try {
      HttpResponse<byte[]> response = server.bytes(server.request(path));
      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(new String(response.body(), UTF_8)).contains("INTERNAL_ERROR");
      assertThat(response.headers().firstValue("ETag")).isEmpty();
    } catch (IOException e) {
      assertThat(size).isEqualTo(1_000_000);
    }
  }

  private static Publication withFiles(String runId, Map<String, ArtifactSource> files) {
    return new Publication("ops/damaged", runId, files, Map.of(), Map.of(), true, List.of());
  }
}
