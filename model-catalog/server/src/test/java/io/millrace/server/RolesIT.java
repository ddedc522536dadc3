package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.ReaderOptions;
import io.millrace.catalog.TinyModels;
import io.millrace.catalog.access.Grant;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Scope;
import io.millrace.catalog.access.Token;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/** A catalog with roles: ann publishes, bob approves, carl reads, dave has another team. */
class RolesIT {
  private static final String API = RunningServer.API;
  private static final Roles ROLES =
      new Roles(
          List.of(
              new Grant(System.getProperty("user.name"), "*", Set.of(Role.ADMIN)),
              new Grant("ann", "ops", Set.of(Role.PUBLISHER)),
              new Grant("bob", "ops", Set.of(Role.APPROVER)),
              new Grant("carl", "ops", Set.of(Role.CONSUMER)),
              new Grant("dave", "web", Set.of(Role.PUBLISHER, Role.APPROVER))),
          Roles.DEFAULT_PROTECTED);

  @TempDir private static Path folder;
  private static RunningServer server;
  private static final Map<String, Token.Issued> TOKENS = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(folder, options -> options);
    Catalog keeper = server.catalog();
    keeper.keeper().setRoles(ROLES, "test");
    for (String name : List.of("ann", "bob", "carl", "dave")) {
      TOKENS.put(name, keeper.keeper().createToken(name, Scope.FULL, Duration.ofHours(1)));
    }
    Catalog ann = keeper.as(Principal.user("ann"));
    for (int run = 1; run <= 4; run++) {
      ann.publish(TinyModels.publication("run-" + run));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String bearer(String name) {
    return "Bearer " + TOKENS.get(name).text();
  }

  private static HttpResponse<String> get(String path, String authorization) throws Exception {
    return server.send(server.request(path).header("Authorization", authorization));
  }

  private static CatalogReader reader(@Nullable String token) {
    return CatalogReader.open(
        server.server().uri().toString(),
        ReaderOptions.standard().withCache(null).withToken(token));
  }

  @Test
  void readersOverHttpSeeWhatTheirTokenShows() {
    assertThat(reader(TOKENS.get("carl").text()).content("ops/delay/1").signature())
        .isEqualTo(TinyModels.DELAY);
    CatalogReader dave = reader(TOKENS.get("dave").text());
    assertThat(dave.models()).isEmpty();
    assertThatThrownBy(() -> dave.content("ops/delay/1"))
        .isInstanceOfSatisfying(
            CatalogException.class,
            e -> assertThat(e.reason()).isEqualTo(CatalogException.Reason.NOT_FOUND));
    for (String token : new String[] {null, "mlr.wrong"}) {
      assertThatThrownBy(() -> reader(token).models())
          .isInstanceOfSatisfying(
              CatalogException.class,
              e -> assertThat(e.reason()).isEqualTo(CatalogException.Reason.UNAUTHENTICATED))
          .hasMessageContaining("Give the token by MILLRACE_TOKEN");
    }
  }

  private static HttpResponse<String> post(String who, String path, String body) throws Exception {
    return send(who, "POST", path, body);
  }

  private static HttpResponse<String> send(String who, String method, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        server
            .request(API + path)
            .header("Authorization", bearer(who))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
    return server.send(request);
  }

  @Test
  void asksForAToken() throws Exception {
    HttpResponse<String> response = server.get(API + "registered-models/search");

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("Bearer")
        .contains("Basic");
    assertThat(RunningServer.read(response).get("error_code").asText())
        .isEqualTo("UNAUTHENTICATED");
    assertThat(server.get("/health").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer mlr_0000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "Bearer ../../etc/passwd",
    "Basic AAAA",
    "Basic ====",
    "Negotiate abc",
    "Bearer"
  })
  void takesNoForgedToken(String authorization) throws Exception {
    HttpResponse<String> response = get(API + "registered-models/search", authorization);
    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void takesATokenAsAPassword() throws Exception {
    assertThat(get(API + "registered-models/get?name=ops.delay", basic("carl", "carl")))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
    assertThat(get(API + "registered-models/get?name=ops.delay", basic("ann", "carl")))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(401);
  }

  private static String basic(String user, String tokenOf) {
    String text = user + ":" + TOKENS.get(tokenOf).text();
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void showsMlflowsClientWhatItsTokenMay() {
    String uri = server.server().uri().toString();
    try (MlflowClient carl =
            new MlflowClient(new BasicMlflowHostCreds(uri, TOKENS.get("carl").text()));
        MlflowClient dave =
            new MlflowClient(new BasicMlflowHostCreds(uri, TOKENS.get("dave").text()))) {
      assertThat(carl.searchModelVersions().getItems()).hasSizeGreaterThanOrEqualTo(4);
      assertThat(dave.searchModelVersions().getItems()).isEmpty();
      assertThatThrownBy(() -> dave.getModelVersion("ops.delay", "1"))
          .hasMessageContaining("statusCode=404");
    }
  }

  @Test
  void hidesFilesAndScoresFromOtherTeams() throws Exception {
    String file = "/api/2.0/mlflow-artifacts/artifacts/models/ops.delay/1/model.onnx";
    assertThat(get(file, bearer("carl")).statusCode()).isEqualTo(200);
    assertThat(get(file, bearer("dave")).statusCode()).isEqualTo(404);
    assertThat(
            server
                .send(
                    server
                        .request("/models/ops/delay/1/invocations")
                        .header("Authorization", bearer("dave"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void approvesByTransitionOnlyWithFourEyes() throws Exception {
    String body = "{'name': 'ops.delay', 'version': '2', 'stage': 'Production'}";

    HttpResponse<String> own = post("ann", "model-versions/transition-stage", body);
    assertThat(own.statusCode()).isEqualTo(403);
    assertThat(RunningServer.read(own).get("error_code").asText()).isEqualTo("PERMISSION_DENIED");

    HttpResponse<String> other = post("bob", "model-versions/transition-stage", body);
    assertThat(other.statusCode()).as(other.body()).isEqualTo(200);
    assertThat(RunningServer.read(other).get("model_version").get("current_stage").asText())
        .isEqualTo("Production");
    assertThat(server.catalog().resolve("ops/delay@champion").version()).isEqualTo(2);
    assertThat(server.catalog().keeper().audit(1, 1000))
        .anyMatch(entry -> entry.actor().equals("ann") && entry.action().contains("refuse"));
  }

  @Test
  void movesAliasesThatAreNotProtected() throws Exception {
    assertThat(post("ann", "registered-models/alias", alias("3", "canary")).statusCode())
        .isEqualTo(200);
    assertThat(get(API + "registered-models/alias?name=ops.delay&alias=canary", bearer("carl")))
        .extracting(HttpResponse::body)
        .asString()
        .contains("\"version\":\"3\"");
    assertThat(post("ann", "registered-models/alias", alias("3", "champion")).statusCode())
        .isEqualTo(403);
    assertThat(post("carl", "registered-models/alias", alias("1", "canary")).statusCode())
        .isEqualTo(403);
    assertThat(send("ann", "DELETE", "registered-models/alias", alias("3", "canary")).statusCode())
        .isEqualTo(200);
    HttpResponse<String> gone =
        get(API + "registered-models/alias?name=ops.delay&alias=canary", bearer("carl"));
    assertThat(gone.statusCode()).isEqualTo(400);
    assertThat(gone.body()).contains("INVALID_PARAMETER_VALUE").contains("alias canary not found");
  }

  private static String alias(String version, String alias) {
    return "{'name': 'ops.delay', 'alias': '%s', 'version': '%s'}".formatted(alias, version);
  }

  @Test
  void describesAndTags() throws Exception {
    String version = "'name': 'ops.delay', 'version': '3'";
    assertThat(
            send(
                    "ann",
                    "PATCH",
                    "model-versions/update",
                    "{%s, 'description': 'more data'}".formatted(version))
                .body())
        .contains("more data");
    assertThat(
            post(
                    "ann",
                    "model-versions/set-tag",
                    "{%s, 'key': 'a', 'value': 'b'}".formatted(version))
                .statusCode())
        .isEqualTo(200);
    assertThat(server.catalog().resolve("ops/delay/3").tags()).containsEntry("a", "b");
    HttpResponse<String> found =
        get(API + "model-versions/search?filter=tags.a%3D%27b%27", bearer("carl"));
    assertThat(RunningServer.read(found).get("model_versions")).hasSize(1);
    assertThat(
            send(
                    "ann",
                    "DELETE",
                    "model-versions/delete-tag",
                    "{%s, 'key': 'a'}".formatted(version))
                .statusCode())
        .isEqualTo(200);
    assertThat(server.catalog().resolve("ops/delay/3").tags()).doesNotContainKey("a");
    send("ann", "PATCH", "registered-models/update", "{'name': 'ops.delay', 'description': 'd'}");
    post("ann", "registered-models/set-tag", "{'name': 'ops.delay', 'key': 'k', 'value': 'v'}");
    assertThat(server.catalog().entry("ops/delay").description()).isEqualTo("d");
    assertThat(server.catalog().entry("ops/delay").tags()).containsEntry("k", "v");
    assertThat(
            send("carl", "PATCH", "registered-models/update", "{'name': 'ops.delay'}").statusCode())
        .isEqualTo(403);
  }

  @Test
  void archivesInsteadOfDeleting() throws Exception {
    String version = "{'name': 'ops.delay', 'version': '4'}";
    assertThat(send("ann", "DELETE", "model-versions/delete", version).statusCode()).isEqualTo(403);
    HttpResponse<String> deleted = send("bob", "DELETE", "model-versions/delete", version);
    assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(200);
    assertThat(server.catalog().resolve("ops/delay/4").lifecycle()).isEqualTo(Lifecycle.ARCHIVED);
  }

  @Test
  void neitherRenamesNorCreatesModelsWithoutVersions() throws Exception {
    assertThat(
            post("ann", "registered-models/rename", "{'name': 'ops.delay', 'new_name': 'ops.x'}")
                .statusCode())
        .isEqualTo(501);
    HttpResponse<String> created = post("ann", "registered-models/create", "{'name': 'ops.new'}");
    assertThat(created.statusCode()).isEqualTo(400);
    assertThat(created.body()).contains("RESOURCE_ALREADY_EXISTS").contains("first version");
  }

  @Test
  void letsOnlyPublishersUpload() throws Exception {
    for (Map.Entry<String, Integer> expected :
        Map.of("ann", 200, "carl", 403, "dave", 403).entrySet()) {
      HttpResponse<String> response =
          server.send(
              server
                  .request("/api/2.0/millrace/uploads")
                  .header("Authorization", bearer(expected.getKey()))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"name\": \"ops.delay\"}")));
      assertThat(response.statusCode()).as(expected.getKey()).isEqualTo(expected.getValue());
    }
  }

  @Test
  void takesARevokedTokenNoMore() throws Exception {
    Token.Issued token =
        server.catalog().keeper().createToken("carl", Scope.FULL, Duration.ofHours(1));
    String header = "Bearer " + token.text();
    assertThat(get(API + "registered-models/search", header).statusCode()).isEqualTo(200);
    server.catalog().keeper().revokeToken(token.token().id(), "test");
    assertThat(get(API + "registered-models/search", header).statusCode()).isEqualTo(401);
  }
}
