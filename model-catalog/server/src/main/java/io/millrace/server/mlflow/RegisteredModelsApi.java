package io.millrace.server.mlflow;

import io.millrace.catalog.ModelEntry;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code registered-models/}. */
final class RegisteredModelsApi {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  Stream<Route> routes(String base) {
    String models = base + "/registered-models";
    return Stream.of(
        Route.of("GET", models + "/get", this::get),
        Route.of("GET", models + "/search", this::search),
        Route.of("GET", models + "/get-latest-versions", this::latestOfQuery),
        Route.of("POST", models + "/get-latest-versions", this::latestOfBody));
  }

  private Reply get(Exchange exchange) {
    ModelEntry model = Registry.model(exchange, exchange.required("name"));
    return Reply.json(Map.of("registered_model", Views.model(model)));
  }

  private Reply search(Exchange exchange) {
    Page<ModelEntry> page =
        ModelSearch.page(exchange.catalog().models(), Paging.of(exchange, PAGE, LARGEST_PAGE));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("registered_models", page.things().stream().map(Views::model).toList());
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return Reply.json(answer);
  }

  private Reply latestOfQuery(Exchange exchange) {
    return latest(exchange, exchange.required("name"), exchange.queries("stages"));
  }

  private Reply latestOfBody(Exchange exchange) throws IOException {
    var body = exchange.json();
    return latest(exchange, body.required("name"), body.texts("stages"));
  }

  private Reply latest(Exchange exchange, String name, List<String> labels) {
    List<Stage> stages = new ArrayList<>();
    labels.forEach(label -> stages.add(Stage.parse(label)));
    ModelEntry model = Registry.model(exchange, name);
    List<Map<String, Object>> versions =
        Views.latest(model, stages.isEmpty() ? List.of(Stage.values()) : stages).stream()
            .map(version -> Views.version(model, version))
            .toList();
    return Reply.json(Map.of("model_versions", versions));
  }
}
