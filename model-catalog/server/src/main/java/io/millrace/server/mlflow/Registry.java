package io.millrace.server.mlflow;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.access.Permission;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.Exchange;
import java.util.List;

/** The catalog, by the names of MLflow's clients, and only as far as the caller may see it. */
final class Registry {
  private final Catalog catalog;

  Registry(Catalog catalog) {
    this.catalog = catalog;
  }

  Catalog catalog() {
    return catalog;
  }

  List<ModelEntry> readable(Exchange exchange) {
    exchange.concernsNoModel();
    return catalog.models().stream().filter(model -> exchange.mayRead(model.name())).toList();
  }

  /** A model that the caller has the permission for. */
  ModelEntry model(Exchange exchange, Permission permission, String clientName) {
    String name = ModelName.toCatalog(clientName);
    exchange.require(permission, name);
    return catalog.entry(name);
  }

  VersionEntry version(ModelEntry model, String number) {
    return model
        .version(number(number))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.RESOURCE_DOES_NOT_EXIST,
                    "Cannot find version %s of '%s' (expected 1 to %d)."
                        .formatted(
                            number,
                            ModelName.toClient(model.name()),
                            model.versions().size())));
  }

  /** The number that a text holds. */
  static int number(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw ApiException.invalid(
          "Cannot use version '%s' (expected a whole number)."
              .formatted(text.length() <= 50 ? text : text.substring(0, 50)));
    }
    return Integer.parseInt(text);
  }
}
