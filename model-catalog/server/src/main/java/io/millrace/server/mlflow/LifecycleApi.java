package io.millrace.server.mlflow;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Fieldset;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stages, and what MLflow calls deleting. To Production is the way of an approval: the version is
 * approved and becomes the champion in one entry of the log. Nothing is ever deleted; a version is
 * archived.
 */
final class LifecycleApi {
  private static final String REASON = "by the registry API";

  Stream<Route> routes(String base) {
    String models = base + "/registered-models";
    String versions = base + "/model-versions";
    return Stream.of(
        Route.of("POST", models + "/create", this::createModel),
        Route.of("POST", models + "/rename", this::rename),
        Route.of("DELETE", models + "/delete", this::deleteModel),
        Route.of("DELETE", versions + "/delete", this::deleteVersion),
        Route.of("POST", versions + "/transition-stage", this::transition));
  }

  /**
   * A model comes with its first version. The code is the one after which MLflow's {@code
   * register_model} goes on to create that version.
   */
  private Reply createModel(Exchange exchange) throws IOException {
    exchange.writableCatalog();
    String name = exchange.json().required("name");
    ModelName.toCatalog(name);
    throw new ApiException(
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "Cannot create model '%s' by itself: models come with their first version (expected model-versions/create with the source of an upload). Nothing was written."
            .formatted(name));
  }

  private Reply rename(Exchange exchange) {
    exchange.writableCatalog();
    throw new ApiException(
        ErrorCode.NOT_IMPLEMENTED,
        "Cannot rename a model: its name stands in the history (expected a new model under the other name).");
  }

  private Reply deleteModel(Exchange exchange) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    ModelEntry model = Registry.model(exchange, exchange.json().required("name"));
    for (VersionEntry version : model.versions()) {
      catalog.curator().retire(model.name(), version.version(), Lifecycle.ARCHIVED, REASON);
    }
    return Reply.json(Map.of());
  }

  private Reply deleteVersion(Exchange exchange) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    VersionEntry version = version(exchange, exchange.json());
    catalog.curator().retire(version.name(), version.version(), Lifecycle.ARCHIVED, REASON);
    return Reply.json(Map.of());
  }

  private Reply transition(Exchange exchange) throws IOException {
    Catalog catalog = exchange.writableCatalog();
    Fieldset body = exchange.json();
    Stage stage = Stage.parse(body.required("stage"));
    boolean archiveOthers = body.flag("archive_existing_versions").orElse(false);
    VersionEntry version = version(exchange, body);
    ModelEntry before = catalog.entry(version.name());
    move(catalog, before, version, stage);
    if (archiveOthers && (stage == Stage.PRODUCTION || stage == Stage.STAGING)) {
      Views.latest(before, List.of(stage)).stream()
          .filter(other -> other.version() != version.version())
          .forEach(other -> archive(catalog, other));
    }
    return Registry.reply(catalog, version);
  }

  private static void move(Catalog catalog, ModelEntry model, VersionEntry version, Stage stage) {
    switch (stage) {
      case PRODUCTION ->
          catalog
              .curator()
              .approve(model.name(), version.version(), REASON, List.of(Stage.CHAMPION));
      case STAGING -> catalog.moveAlias(model.name(), Stage.CANDIDATE, version.version(), REASON);
      case ARCHIVED -> archive(catalog, version);
      case NONE -> {
        for (String alias : List.of(Stage.CHAMPION, Stage.CANDIDATE)) {
          if (model.aliasesOf(version.version()).contains(alias)) {
            catalog.removeAlias(model.name(), alias, REASON);
          }
        }
        catalog.curator().retire(model.name(), version.version(), Lifecycle.ACTIVE, REASON);
      }
    }
  }

  private static void archive(Catalog catalog, VersionEntry version) {
    catalog.curator().retire(version.name(), version.version(), Lifecycle.ARCHIVED, REASON);
  }

  private static VersionEntry version(Exchange exchange, Fieldset body) {
    ModelEntry model = Registry.model(exchange, body.required("name"));
    return Registry.version(model, body.required("version"));
  }
}
