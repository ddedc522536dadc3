package io.millrace.server.mlflow;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Fieldset;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tags and descriptions of models and versions. */
final class DescribeApi {
  Stream<Route> routes(String base) {
    String models = base + "/registered-models";
    String versions = base + "/model-versions";
    return Stream.of(
        Route.of("PATCH", models + "/update", this::describeModel),
        Route.of("POST", models + "/set-tag", exchange -> tagModel(exchange, true)),
        Route.of("DELETE", models + "/delete-tag", exchange -> tagModel(exchange, false)),
        Route.of("PATCH", versions + "/update", this::describeVersion),
        Route.of("POST", versions + "/set-tag", exchange -> tagVersion(exchange, true)),
        Route.of("DELETE", versions + "/delete-tag", exchange -> tagVersion(exchange, false)));
  }

  private Reply describeModel(Exchange exchange) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    Fieldset body = exchange.json();
    ModelEntry model = Registry.model(exchange, body.required("name"));
    catalog.curator().describe(model.name(), body.text("description").orElse(""));
    return Reply.json(Map.of("registered_model", Views.model(catalog.entry(model.name()))));
  }

  private Reply tagModel(Exchange exchange, boolean set) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    Fieldset body = exchange.json();
    ModelEntry model = Registry.model(exchange, body.required("name"));
    catalog.curator().tag(model.name(), body.required("key"), value(body, set));
    return Reply.json(Map.of());
  }

  private Reply describeVersion(Exchange exchange) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    Fieldset body = exchange.json();
    VersionEntry version = version(exchange, body);
    catalog
        .curator()
        .describe(version.name(), version.version(), body.text("description").orElse(""));
    return Registry.reply(catalog, version);
  }

  private Reply tagVersion(Exchange exchange, boolean set) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    Fieldset body = exchange.json();
    VersionEntry version = version(exchange, body);
    catalog
        .curator()
        .tag(version.name(), version.version(), body.required("key"), value(body, set));
    return Reply.json(Map.of());
  }

  private static VersionEntry version(Exchange exchange, Fieldset body) {
    ModelEntry model = Registry.model(exchange, body.required("name"));
    return Registry.version(model, body.required("version"));
  }

  private static @Nullable String value(Fieldset body, boolean set) {
    return set ? body.text("value").orElse("") : null;
  }
}
