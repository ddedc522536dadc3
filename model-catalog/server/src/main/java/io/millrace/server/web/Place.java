package io.millrace.server.web;

import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.Exchange;

/** The model and the version that an address names, as far as the reader may see them. */
final class Place {
  private Place() {}

  static ModelEntry model(Exchange exchange) {
    String name = exchange.path("team") + "/" + exchange.path("model");
    try {
      return exchange.catalog().entry(name);
    } catch (IllegalArgumentException e) {
      throw new ApiException(ErrorCode.RESOURCE_DOES_NOT_EXIST, String.valueOf(e.getMessage()), e);
    }
  }

  static VersionEntry version(Exchange exchange, ModelEntry model) {
    String text = exchange.path("version");
    int number = text.matches("[1-9]\\d{0,8}") ? Integer.parseInt(text) : 0;
    return model
        .version(number)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.RESOURCE_DOES_NOT_EXIST,
                    "Cannot find that version of '%s' (expected 1 to %d)."
                        .formatted(model.name(), model.versions().size())));
  }
}
