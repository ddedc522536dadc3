package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.TinyModels;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing as MLflow's Python client does: its artifact store puts files, then it creates. */
class PublishIT {
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final String CREATE = RunningServer.API + "model-versions/create";

  @TempDir private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(folder, ServerOptions::opened);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String begin() throws Exception {
    HttpResponse<String> response =
        server.json("POST", "/api/2.0/millrace/uploads", "{\"name\": \"ops.any\"}");
    assertThat(response.statusCode()).isEqualTo(200);
    return RunningServer.read(response).get("source").asText();
  }

  private static int put(String source, String file, byte[] content) throws Exception {
    String path = source.replace("mlflow-artifacts:/", FILES);
    return server
        .send(server.request(path + "/" + file).PUT(BodyPublishers.ofByteArray(content)))
        .statusCode();
  }

  private static String upload() throws Exception {
    String source = begin();
    assertThat(put(source, "model.onnx", TinyModels.delay())).isEqualTo(200);
    assertThat(put(source, "signature.json", TinyModels.DELAY.toJson())).isEqualTo(200);
    return source;
  }

  private static HttpResponse<String> create(String model, String source) throws Exception {
    return server.json(
        "POST",
        CREATE,
        RunningServer.JSON.writeValueAsString(
            Map.of(
                "name",
                model,
                "source",
                source,
                "run_id",
                "my-run",
                "tags",
                List.of(Map.of("key", "team", "value", "ops")))));
  }

  @Test
  void publishesOnceHoweverOftenItIsAsked() throws Exception {
    String source = upload();
    ExecutorService clients = Executors.newFixedThreadPool(3);
    try {
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        answers.add(clients.submit(() -> create("ops.once", source)));
      }
      for (Future<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
        var version = RunningServer.read(answer.get()).get("model_version");
        assertThat(version.get("version").asText()).isEqualTo("1");
        assertThat(version.get("status").asText()).isEqualTo("READY");
        assertThat(version.get("run_id").asText()).isEqualTo("my-run");
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(server.catalog().entry("ops/once").versions()).hasSize(1);
    assertThat(server.catalog().entry("ops/once").versions().get(0).tags())
        .containsEntry("team", "ops");
    assertThat(server.catalog().verify().problems()).isEmpty();
    try (var left = Files.list(folder.resolve("uploads"))) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file:///etc/passwd                  | reads no places that clients name
          hdfs://host/model                   | reads no places that clients name
          mlflow-artifacts:/models/ops.once/1 | reads no places that clients name
          mlflow-artifacts:/uploads/00000000-0000-0000-0000-000000000000 | has none of that id
          """)
  void takesOnlyItsOwnUploads(String source, String message) throws Exception {
    HttpResponse<String> response = create("ops.any", source);
    assertThat(response.statusCode()).isIn(400, 404);
    assertThat(response.body()).contains(message);
  }

  @Test
  void refusesAModelThatCannotBeLoaded() throws Exception {
    String source = upload();
    put(source, "model.onnx", "no model".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> response = create("ops.broken", source);

    assertThat(response.body()).contains("Cannot open the ONNX model");
    assertThat(server.catalog().models()).noneMatch(model -> model.name().equals("ops/broken"));
  }

  @Test
  void takesNoFileWithAnotherDigestThanTold() throws Exception {
    byte[] content = "{}".getBytes(StandardCharsets.UTF_8);
    String digest =
        "sha-256=:"
            + Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(content))
            + ":";
    String file = begin().replace("mlflow-artifacts:/", FILES) + "/evaluation.json";

    HttpResponse<String> right =
        server.send(
            server
                .request(file)
                .header("Content-Digest", digest)
                .PUT(BodyPublishers.ofByteArray(content)));
    assertThat(right.statusCode()).isEqualTo(200);
    assertThat(right.headers().firstValue("Repr-Digest")).hasValue(digest);
    HttpResponse<String> wrong =
        server.send(
            server
                .request(file)
                .header("Repr-Digest", "sha-512=:AAAA:, " + digest)
                .PUT(BodyPublishers.ofString("{ }")));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("its SHA-256 is").contains("Send it again");
  }

  /** MLflow's clients look for these words, and send the file whole when they find them. */
  @ParameterizedTest
  @ValueSource(strings = {"create", "complete", "abort"})
  void saysInMlflowsWordsThatItTakesNoParts(String step) throws Exception {
    HttpResponse<String> response =
        server.json(
            "POST",
            "/api/2.0/mlflow-artifacts/mpu/" + step + "/uploads/x",
            "{\"path\": \"model.onnx\", \"num_parts\": 2}");

    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(RunningServer.read(response).get("error_code").asText())
        .isEqualTo("NOT_IMPLEMENTED");
    assertThat(RunningServer.read(response).get("message").asText())
        .startsWith("Multipart upload is not supported for the current artifact repository");
  }

  @Test
  void refusesAnMlmodelThatWouldRunCode() throws Exception {
    String source = upload();
    put(
        source,
        "MLmodel",
        """
        flavors:
          python_function: {data: model.onnx, loader_module: evil.module}
        """
            .getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> response = create("ops.evil", source);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("'loader_module'").contains("mlflow.onnx");
  }

  @Test
  void refusesFilesThatRunCode() throws Exception {
    String source = upload();
    put(source, "model.pkl", new byte[] {1});
    assertThat(create("ops.pickled", source).body()).contains("its name is not allowed");
  }

  @Test
  void neverWritesToVersions() throws Exception {
    HttpResponse<String> response =
        server.send(
            server
                .request("/api/2.0/mlflow-artifacts/artifacts/models/ops.once/1/model.onnx")
                .PUT(BodyPublishers.ofString("x")));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("versions never change");
  }

  @Test
  void deniesAllWritesWhereNobodyIsKnown(@TempDir Path other) throws Exception {
    try (RunningServer closed = RunningServer.withModels(other, options -> options)) {
      assertThat(closed.get(RunningServer.API + "registered-models/get?name=ops.delay"))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(200);
      for (String path :
          List.of(
              "/api/2.0/millrace/uploads", CREATE, RunningServer.API + "registered-models/alias")) {
        HttpResponse<String> response = closed.json("POST", path, "{}");
        assertThat(response.statusCode()).as(path).isEqualTo(403);
        assertThat(response.body()).contains("PERMISSION_DENIED");
      }
    }
  }
}
