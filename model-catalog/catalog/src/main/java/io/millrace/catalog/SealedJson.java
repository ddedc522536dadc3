package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON object on one line whose last field is the SHA-256 of the object without that field. The
 * digest covers every byte as it stands, not a re-written form, so that no changed byte can hide in
 * what a parser would skip.
 */
final class SealedJson {
  private static final String BEFORE = ",\"sha256\":\"";
  private static final String AFTER = "\"}\n";
  private static final Pattern SEAL =
      Pattern.compile(Pattern.quote(BEFORE) + "([0-9a-f]{64})" + Pattern.quote(AFTER));
  private static final int SEAL_LENGTH = BEFORE.length() + 64 + AFTER.length();

  private SealedJson() {}

  static byte[] seal(Object value) {
    byte[] body = Json.write(value);
    String open = new String(body, 0, body.length - 1, StandardCharsets.UTF_8);
    return (open + BEFORE + Digests.of(body) + AFTER).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param file names the file in errors
   * @return the object without its seal
   * @throws CatalogException if a byte was changed
   */
  static byte[] unseal(byte[] content, String file) {
    int end = content.length - SEAL_LENGTH;
    String tail = end < 1 ? "" : new String(content, end, SEAL_LENGTH, StandardCharsets.ISO_8859_1);
    Matcher seal = SEAL.matcher(tail);
    if (!seal.matches()) {
      throw damaged(
          file, "it does not end with its digest (expected \"sha256\" as the last field)");
    }
    byte[] body = Arrays.copyOf(content, end + 1);
    body[end] = '}';
    String found = Digests.of(body);
    if (!found.equals(seal.group(1))) {
      throw damaged(
          file,
          "its digest is %s (expected %s, as it says itself)".formatted(found, seal.group(1)));
    }
    return body;
  }

  private static CatalogException damaged(String file, String found) {
    return new CatalogException(
        Reason.DAMAGED,
        "Cannot read %s: %s. The file was changed or cut after it was written: restore it from a copy."
            .formatted(file, found));
  }
}
