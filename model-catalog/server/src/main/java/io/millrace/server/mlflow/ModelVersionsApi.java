package io.millrace.server.mlflow;

import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** {@code model-versions/}, what reads. */
final class ModelVersionsApi {
  private static final int PAGE = 1000;

  /** MLflow's own limit, which its clients know. */
  private static final int LARGEST_PAGE = 200_000;

  Stream<Route> routes(String base) {
    String versions = base + "/model-versions";
    return Stream.of(
        Route.of("GET", versions + "/get", this::get),
        Route.of("GET", versions + "/search", this::search),
        Route.of("GET", versions + "/get-download-uri", this::downloadUri));
  }

  private Reply get(Exchange exchange) {
    ModelEntry model = Registry.model(exchange, exchange.required("name"));
    VersionEntry version = Registry.version(model, exchange.required("version"));
    return Reply.json(Map.of("model_version", Views.version(model, version)));
  }

  private Reply search(Exchange exchange) {
    Page<VersionSearch.Hit> page =
        VersionSearch.page(exchange.catalog().models(), Paging.of(exchange, PAGE, LARGEST_PAGE));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "model_versions",
        page.things().stream().map(hit -> Views.version(hit.model(), hit.version())).toList());
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return Reply.json(answer);
  }

  private Reply downloadUri(Exchange exchange) {
    ModelEntry model = Registry.model(exchange, exchange.required("name"));
    VersionEntry version = Registry.version(model, exchange.required("version"));
    return Reply.json(Map.of("artifact_uri", Views.source(version)));
  }
}
