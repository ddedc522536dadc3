package io.millrace.server.mlflow;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.api.ApiException;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Fieldset;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;

/** {@code registered-models/alias}. */
final class AliasApi {
  private static final String REASON = "by the registry API";

  Stream<Route> routes(String base) {
    String alias = base + "/registered-models/alias";
    return Stream.of(
        Route.of("GET", alias, this::get),
        Route.of("POST", alias, this::set),
        Route.of("DELETE", alias, this::delete));
  }

  private Reply get(Exchange exchange) {
    ModelEntry model = Registry.model(exchange, exchange.required("name"));
    String alias = exchange.required("alias");
    Integer number = model.aliases().get(alias);
    if (number == null) {
      // 400 and not 404: MLflow has it so, and its clients look at the code.
      throw ApiException.invalid(
          "Registered model alias %s not found."
              .formatted(alias.length() <= 255 ? alias : alias.substring(0, 255)));
    }
    VersionEntry version = Registry.version(model, Integer.toString(number));
    return Reply.json(Map.of("model_version", Views.version(model, version)));
  }

  private Reply set(Exchange exchange) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    Fieldset body = exchange.json();
    ModelEntry model = Registry.model(exchange, body.required("name"));
    VersionEntry version = Registry.version(model, body.required("version"));
    catalog.moveAlias(model.name(), body.required("alias"), version.version(), REASON);
    return Reply.json(Map.of());
  }

  private Reply delete(Exchange exchange) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    Fieldset body = exchange.json();
    ModelEntry model = Registry.model(exchange, body.required("name"));
    catalog.removeAlias(model.name(), body.required("alias"), REASON);
    return Reply.json(Map.of());
  }
}
