package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.ReaderOptions;
import io.millrace.server.http.Route;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those see who run the server. */
class OperateIT {
  @TempDir private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.withModels(folder, ServerOptions::opened);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void describesExactlyTheRoutesThatThereAre() throws Exception {
    JsonNode description = RunningServer.read(server.get("/openapi.json"));
    Set<String> described = new TreeSet<>();
    description
        .get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> described.add(method.toUpperCase() + " " + path.getKey())));
    Set<String> routes =
        server.server().routes().stream()
            // The page's prefix is another name for the same, and is described as that.
            .filter(route -> !route.template().startsWith("/ajax-api/"))
            // Pages are for people; no program shall count on them.
            .filter(route -> !route.page())
            .map(OperateIT::described)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(described).isEqualTo(routes);
    assertThat(description.get("openapi").asText()).startsWith("3.");
  }

  /** OpenAPI knows no parameter of several segments. */
  private static String described(Route route) {
    return route.method() + " " + route.template().replace("...}", "}");
  }

  @Test
  void namesEveryParameterOfAPath() throws Exception {
    JsonNode paths = RunningServer.read(server.get("/openapi.json")).get("paths");
    paths
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .forEach(
                        operation -> {
                          assertThat(operation.path("summary").asText()).isNotBlank();
                          Set<String> named = new TreeSet<>();
                          operation
                              .path("parameters")
                              .forEach(
                                  parameter -> {
                                    if (parameter.get("in").asText().equals("path")) {
                                      named.add("{" + parameter.get("name").asText() + "}");
                                    }
                                  });
                          Set<String> inPath =
                              Route.of("GET", path.getKey(), exchange -> null).parameters();
                          assertThat(named).as(path.getKey()).isEqualTo(inPath);
                        }));
  }

  @Test
  void countsRequestsForPrometheus() throws Exception {
    server.get(RunningServer.API + "registered-models/get?name=ops.delay");
    server.get("/no/such/path");
    HttpResponse<String> metrics = server.get("/metrics");

    assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(metrics.body())
        .containsPattern(
            "millrace_http_request_duration_seconds_count\\{method=\"GET\",route=\"/api/2.0/mlflow/registered-models/get\",status=\"200\"\\} [1-9]")
        .containsPattern("route=\"unknown\",status=\"404\"\\} [1-9]")
        .contains("millrace_heap_used_bytes")
        .contains("millrace_scoring_queue_rows 0.0");
  }

  @Test
  void isReadyWhenTheCatalogIs() throws Exception {
    assertThat(server.get("/ready").body()).contains("\"ready\"");
  }

  /** Whoever sent on over a connection that is being closed would lose a request. */
  @Test
  void saysThatAConnectionEndsWhereItHasNotReadTheWholeRequest() throws Exception {
    String head =
        """
        POST /nowhere HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Content-Length: 5\r
        \r
        """
            .formatted(server.server().uri().getPort());
    RawClient client = new RawClient(server.server().uri());

    assertThat(client.answer(bytes(head)))
        .startsWith("HTTP/1.1 404 ")
        .containsIgnoringCase("\r\nConnection: close\r\n");
    assertThat(client.answer(bytes(head + "whole")))
        .startsWith("HTTP/1.1 404 ")
        .doesNotContainIgnoringCase("\r\nConnection: close\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void keepsTheRequestIdOfTheClient() throws Exception {
    assertThat(
            server
                .send(server.request("/health").header("X-Request-Id", "mine-1"))
                .headers()
                .firstValue("X-Request-Id"))
        .hasValue("mine-1");
    HttpResponse<String> wrong =
        server.send(
            server
                .request(RunningServer.API + "registered-models/get")
                .header("X-Request-Id", "a{b}"));
    String id = wrong.headers().firstValue("X-Request-Id").orElseThrow();
    assertThat(id).isNotEqualTo("a{b}");
    assertThat(RunningServer.read(wrong).get("request_id").asText()).isEqualTo(id);
  }

  @Test
  void doesNotListenToOthersWithoutRoles(@TempDir Path other) {
    assertThatThrownBy(
            () ->
                RunningServer.start(
                    other,
                    options ->
                        new ServerOptions(
                            "0.0.0.0",
                            0,
                            false,
                            null,
                            options.uploads(),
                            options.limits(),
                            options.scoring(),
                            options.watching())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("others could reach it, and the catalog has no roles");
  }

  @Test
  void speaksTls(@TempDir Path other) throws Exception {
    Path store = other.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret")
            .redirectErrorStream(true)
            .redirectOutput(other.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Tls tls = Tls.pkcs12(store, "secret");
    Tls fromPem = PemFiles.write(tls, other);
    for (Tls each : new Tls[] {tls, fromPem}) {
      try (RunningServer secure =
          RunningServer.withModels(
              other.resolve("c" + each.password()), options -> options.with(each))) {
        HttpClient client = HttpClient.newBuilder().sslContext(trusting(tls.store())).build();
        HttpResponse<String> response =
            client.send(
                HttpRequest.newBuilder(
                        secure.uri(RunningServer.API + "registered-models/get?name=ops.delay"))
                    .build(),
                BodyHandlers.ofString());
        assertThat(secure.server().uri().getScheme()).isEqualTo("https");
        assertThat(response.statusCode()).isEqualTo(200);
        String cookie =
            client
                .send(HttpRequest.newBuilder(secure.uri("/")).build(), BodyHandlers.ofString())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        assertThat(cookie).startsWith("__Host-millrace-").endsWith("; Secure");
        String address = secure.server().uri().toString();
        ReaderOptions options = ReaderOptions.standard().withCache(null);
        assertThat(
                CatalogReader.open(address, options.with(trusting(tls.store())))
                    .resolve("ops/delay/1")
                    .version())
            .isEqualTo(1);
        assertThatThrownBy(() -> CatalogReader.open(address, options).models())
            .isInstanceOf(CatalogException.class)
            .hasMessageContaining("Name the file of its authority by MILLRACE_TLS_CA");
      }
    }
    assertThatThrownBy(() -> Tls.pkcs12(store, "wrong"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("server.p12");
  }

  private static SSLContext trusting(KeyStore store) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", store.getCertificate("a"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
