package io.millrace.catalog.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token as the catalog keeps it: by the digest of its secret, from which the secret cannot be
 * found. The secret is 256 random bits, so a plain SHA-256 needs neither salt nor rounds.
 *
 * @param id names it, also in lists; public
 * @param owner the principal that it stands for
 * @param expires ISO-8601 in UTC; from then on it is worth nothing
 * @param sha256 of the secret
 */
public record Token(String id, String owner, Scope scope, String expires, String sha256) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern TEXT = Pattern.compile("mlr_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;

  /**
   * @throws IllegalArgumentException if the owner's name is not allowed
   * @throws java.time.format.DateTimeParseException if the time is not one
   */
  public Token {
    AccessNames.requirePrincipal(owner);
    Instant.parse(expires);
  }

  /**
   * A new token.
   *
   * @param text what its owner shows; it is kept nowhere
   */
  public record Issued(Token token, String text) {
    /** Without the secret, so that no log gets it. */
    @Override
    public String toString() {
      return "Issued[" + token.id() + "]";
    }
  }

  /** Makes one with a secret of 256 random bits. */
  public static Issued issue(String owner, Scope scope, Instant expires) {
    byte[] id = new byte[ID_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(id);
    RANDOM.nextBytes(secret);
    String idText = HexFormat.of().formatHex(id);
    String secretText = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Token token = new Token(idText, owner, scope, expires.toString(), hex(digest(secretText)));
    return new Issued(token, "mlr_" + idText + "_" + secretText);
  }

  /** The id in the text of a token; empty if it is no such text. */
  public static Optional<String> idOf(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether this token was made with that text; takes as long wherever the two differ. */
  public boolean matches(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        && matcher.group(1).equals(id)
        && MessageDigest.isEqual(digest(matcher.group(2)), HexFormat.of().parseHex(sha256));
  }

  /** Whether it is worth something at that time. */
  public boolean validAt(Instant time) {
    return time.isBefore(Instant.parse(expires));
  }

  /** Who shows it. */
  public Principal principal() {
    return new Principal(owner, scope);
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(secret.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
