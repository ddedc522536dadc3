package io.millrace.server.operate;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Stream;

/** For those who run the server; asked without a token, and shows nothing of any model. */
public final class OperateApi {
  private final Catalog catalog;
  private final ServerMetrics metrics;
  private final byte[] description = resource("openapi.json");

  public OperateApi(Catalog catalog, ServerMetrics metrics) {
    this.catalog = catalog;
    this.metrics = metrics;
  }

  public Stream<Route> routes() {
    return Stream.of(
        Route.open("GET", "/health", exchange -> Reply.json(Map.of("status", "up"))),
        Route.open("GET", "/ready", this::ready),
        Route.open(
            "GET", "/metrics", exchange -> Reply.bytes(metrics.contentType(), metrics.text())),
        Route.open(
            "GET", "/openapi.json", exchange -> Reply.bytes("application/json", description)));
  }

  private Reply ready(Exchange exchange) {
    try {
      catalog.models();
      return Reply.json(Map.of("status", "ready"));
    } catch (CatalogException e) {
      return Reply.json(Map.of("status", "not ready", "reason", e.reason().name())).with(503);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = OperateApi.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Resource " + name + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + name, e);
    }
  }
}
