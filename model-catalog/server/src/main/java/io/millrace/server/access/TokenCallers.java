package io.millrace.server.access;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.access.Principal;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Callers by the catalog's tokens: {@code Bearer <token>}, or {@code Basic} with the principal's
 * name as the user and the token as the password. In a catalog without roles everybody is
 * anonymous.
 *
 * @param open whether a catalog without roles may be changed by everybody
 */
public record TokenCallers(Catalog catalog, boolean open) implements Callers {
  private static final String ANONYMOUS = "anonymous";
  private static final Pattern HEADER =
      Pattern.compile("(Bearer|Basic) +([A-Za-z0-9._~+/=-]{1,2000}) *", Pattern.CASE_INSENSITIVE);

  @Override
  public Caller identify(@Nullable String authorization) {
    if (catalog.policy().open()) {
      return new Caller(ANONYMOUS, catalog.as(Principal.user(ANONYMOUS)), open);
    }
    if (authorization == null) {
      throw unauthenticated("there is no token");
    }
    Matcher header = HEADER.matcher(authorization);
    if (!header.matches()) {
      throw unauthenticated("the header Authorization is not understood");
    }
    Principal principal =
        header.group(1).equalsIgnoreCase("Bearer")
            ? principal(header.group(2))
            : basic(header.group(2));
    return new Caller(principal.name(), catalog.as(principal), true);
  }

  private Principal basic(String encoded) {
    String decoded;
    try {
      decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw unauthenticated("the header Authorization is no Base64");
    }
    int colon = decoded.indexOf(':');
    Principal principal = principal(decoded.substring(colon + 1));
    if (colon < 0 || !decoded.substring(0, colon).equals(principal.name())) {
      // The same words as for a token that does not hold: guessing learns nothing.
      throw unauthenticated("the token does not hold");
    }
    return principal;
  }

  private Principal principal(String token) {
    try {
      return catalog.keeper().authenticate(token);
    } catch (CatalogException e) {
      if (e.reason() == CatalogException.Reason.UNAUTHENTICATED) {
        throw unauthenticated("the token does not hold");
      }
      throw e;
    }
  }

  private static ApiException unauthenticated(String found) {
    return ApiException.of(
        ErrorCode.UNAUTHENTICATED,
        ErrorCode.UNAUTHENTICATED.status(),
        "Cannot tell who asks: %s (expected a token of this catalog, as 'Authorization: Bearer <token>', or Basic with it as the password)."
            .formatted(found),
        Map.of("WWW-Authenticate", "Bearer, Basic realm=\"millrace\", charset=\"UTF-8\""));
  }
}
