package io.millrace.server.http;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A SHA-256 as headers tell it (RFC 9530): {@code sha-256=:<Base64>:}. */
public final class DigestField {
  private static final Pattern SHA_256 =
      Pattern.compile("(?:.*,)?\\s*sha-256=:([A-Za-z0-9+/]{43}=):\\s*(?:,.*)?");

  private DigestField() {}

  public static String of(byte[] sha256) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
  }

  /** Of a request's body as it says itself; empty if it says nothing that is understood. */
  public static Optional<byte[]> told(Exchange exchange) {
    return exchange
        .header("Content-Digest")
        .or(() -> exchange.header("Repr-Digest"))
        .map(SHA_256::matcher)
        .filter(Matcher::matches)
        .map(digest -> Base64.getDecoder().decode(digest.group(1)));
  }
}
