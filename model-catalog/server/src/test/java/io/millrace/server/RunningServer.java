package io.millrace.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.TinyModels;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A server over a catalog in a folder, and a client for it. */
final class RunningServer implements AutoCloseable {
  static final String API = "/api/2.0/mlflow/";
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final Catalog catalog;
  private final CatalogServer server;

  private RunningServer(Catalog catalog, CatalogServer server) {
    this.catalog = catalog;
    this.server = server;
  }

  static RunningServer start(Path folder, UnaryOperator<ServerOptions> options) throws IOException {
    Catalog catalog = Catalog.open(folder.resolve("catalog").toString());
    ServerOptions all = options.apply(ServerOptions.local(folder.resolve("uploads")));
    return new RunningServer(catalog, CatalogServer.start(catalog, all));
  }

  /** A further one before the catalog in a folder. */
  static RunningServer beside(Path folder, UnaryOperator<ServerOptions> options)
      throws IOException {
    ServerOptions all = options.apply(ServerOptions.local(folder.resolve("more-uploads")));
    Catalog catalog = Catalog.open(folder.resolve("catalog").toString());
    return new RunningServer(catalog, CatalogServer.start(catalog, all));
  }

  /** With three versions of {@code ops/delay}, the second of which its gate rejected. */
  static RunningServer withModels(Path folder, UnaryOperator<ServerOptions> options)
      throws IOException {
    RunningServer server = start(folder, options);
    server.catalog.publish(TinyModels.publication("run-1"));
    server.catalog.publish(TinyModels.rejected("run-2"));
    server.catalog.publish(TinyModels.publication("run-3"));
    return server;
  }

  Catalog catalog() {
    return catalog;
  }

  CatalogServer server() {
    return server;
  }

  URI uri(String path) {
    return URI.create(server.uri() + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<String> json(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  static JsonNode read(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    server.close();
  }
}
