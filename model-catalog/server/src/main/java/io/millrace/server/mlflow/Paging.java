package io.millrace.server.mlflow;

import io.millrace.server.api.ApiException;
import io.millrace.server.http.Exchange;
import java.util.List;
import java.util.Optional;

/** What a search was asked for. */
record Paging(String filter, List<String> orderBy, int size, Optional<String> token) {
  static Paging of(Exchange exchange, int size, int largest) {
    return new Paging(
        exchange.query("filter").orElse(""),
        exchange.queries("order_by"),
        exchange.query("max_results").map(text -> size(text, largest)).orElse(size),
        exchange.query("page_token").filter(token -> !token.isEmpty()));
  }

  /** What a page token belongs to. */
  String query() {
    return filter + "\n" + String.join("\n", orderBy);
  }

  private static int size(String text, int largest) {
    if (!text.matches("\\d{1,9}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > largest) {
      throw ApiException.invalid(
          "Cannot search: max_results is '%s' (expected 1 to %d)."
              .formatted(text.length() <= 50 ? text : text.substring(0, 50), largest));
    }
    return Integer.parseInt(text);
  }
}
