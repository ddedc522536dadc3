package io.millrace.server.mlflow;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Reply;
import java.util.Map;

/** Models and versions by the names of MLflow's clients, as far as the caller may see them. */
final class Registry {
  private Registry() {}

  static ModelEntry model(Exchange exchange, String clientName) {
    return exchange.catalog().entry(ModelName.toCatalog(clientName));
  }

  static VersionEntry version(ModelEntry model, String number) {
    return model
        .version(number(number))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.RESOURCE_DOES_NOT_EXIST,
                    "Cannot find version %s of '%s' (expected 1 to %d)."
                        .formatted(
                            number, ModelName.toClient(model.name()), model.versions().size())));
  }

  /** A version as it is after a change. */
  static Reply reply(Catalog catalog, VersionEntry version) {
    ModelEntry model = catalog.entry(version.name());
    VersionEntry now = version(model, Integer.toString(version.version()));
    return Reply.json(Map.of("model_version", Views.version(model, now)));
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
