package io.millrace.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An answer that is not what was asked for.
 *
 * @param passes whether asking again may help
 * @param retryAfterMillis how long to wait before, at least
 */
record HttpFailure(CatalogException exception, boolean passes, long retryAfterMillis) {
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
  private static final int MOST_BYTES = 1 << 16;
  private static final long LONGEST_PAUSE_SECONDS = 10;

  static HttpFailure of(URI base, HttpResponse<InputStream> response) throws IOException {
    int status = response.statusCode();
    JsonNode body = body(response);
    String said = body.path("message").asText("");
    boolean ours = body.path("error_code").isTextual();
    Reason reason = reason(status, body.path("error_code").asText(""));
    String message =
        ours && !said.isEmpty()
            ? "Cannot read catalog '%s': the server says: %s%s".formatted(base, said, next(status))
            : "Cannot read catalog '%s': %s (expected the server that 'millrace serve' runs)."
                .formatted(base, found(status, response));
    return new HttpFailure(
        new CatalogException(reason, message), PASSING.contains(status), retryAfter(response));
  }

  private static JsonNode body(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return Json.tree(body.readNBytes(MOST_BYTES), "the answer");
    } catch (CatalogException e) {
      return Json.missing();
    }
  }

  private static Reason reason(int status, String code) {
    return switch (status) {
      case 400 -> Reason.REFUSED;
      case 401 -> Reason.UNAUTHENTICATED;
      case 403 -> Reason.DENIED;
      case 404 -> code.equals("RESOURCE_DOES_NOT_EXIST") ? Reason.NOT_FOUND : Reason.UNREACHABLE;
      case 500 -> Reason.STORAGE;
      default -> Reason.UNREACHABLE;
    };
  }

  private static String next(int status) {
    return status == 401 ? " Give the token by MILLRACE_TOKEN." : "";
  }

  private static String found(int status, HttpResponse<InputStream> response) {
    if (status / 100 == 3) {
      return "it redirects to '%s', which is not followed"
          .formatted(response.headers().firstValue("Location").orElse("nowhere"));
    }
    return "HTTP %d of type '%s'"
        .formatted(status, response.headers().firstValue("Content-Type").orElse("none"));
  }

  private static long retryAfter(HttpResponse<InputStream> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("0");
    return seconds.matches("\\d{1,9}")
        ? TimeUnit.SECONDS.toMillis(Math.min(LONGEST_PAUSE_SECONDS, Long.parseLong(seconds)))
        : 0;
  }
}
