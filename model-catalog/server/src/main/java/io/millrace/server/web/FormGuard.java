package io.millrace.server.web;

import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.Exchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Takes forms only from pages of this server. The browser says where a form comes from, and the
 * form carries a key that only its reader's own pages show: one would do, and a browser, a proxy or
 * a bug may fail one of them.
 */
final class FormGuard {
  /** The field that carries the key. */
  static final String FIELD = "form-key";

  private final byte[] key = Secrets.random().getBytes(StandardCharsets.US_ASCII);

  /** The key of all forms of one browser. */
  String keyFor(Visit visit) {
    return Secrets.derived(key, visit.secret());
  }

  /**
   * The fields of a form.
   *
   * @throws ApiException if it may come from elsewhere
   */
  Map<String, String> fields(Exchange exchange, Visit visit) throws IOException {
    requireSameOrigin(exchange);
    Map<String, String> fields = exchange.form();
    if (visit.isNew() || !Secrets.same(fields.getOrDefault(FIELD, ""), keyFor(visit))) {
      throw refused("it carries no key of your session");
    }
    return fields;
  }

  private static void requireSameOrigin(Exchange exchange) {
    String site = exchange.header("Sec-Fetch-Site").orElse("same-origin");
    String origin = exchange.header("Origin").orElse("null");
    if (!site.equals("same-origin") || !authority(origin).equals(own(exchange))) {
      throw refused("it comes from '%s'".formatted(origin));
    }
  }

  private static String own(Exchange exchange) {
    return exchange.authority().toLowerCase(Locale.ROOT);
  }

  /** A proxy may have taken the encryption off, so the scheme cannot be compared. */
  private static String authority(String origin) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static ApiException refused(String found) {
    return new ApiException(
        ErrorCode.PERMISSION_DENIED,
        "Cannot take the form: %s (expected one of this server's own pages). Nothing was written. Load the page again."
            .formatted(found));
  }
}
