package io.millrace.server.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the secrets of all webhooks are made from: the HMAC-SHA256 of a webhook's id under this key.
 * So a server needs one file, nothing secret stands in the catalog, and no receiver can make the
 * secret of another from its own.
 */
public final class WebhookKey {
  private static final String FILE = "key";
  private static final String SECRET_PREFIX = "whsec_";
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 32;

  private final byte[] key;

  private WebhookKey(byte[] key) {
    this.key = key;
  }

  /**
   * Makes a key in a folder, which only its owner can read.
   *
   * @throws IOException if there is one, or it cannot be written
   */
  public static void create(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    Files.createDirectories(folder);
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "Cannot make a webhook key in '%s': there is one (expected none). Another key would change the secrets of all webhooks."
              .formatted(folder),
          e);
    }
    Files.writeString(
        file, Base64.getEncoder().encodeToString(random) + "\n", StandardOpenOption.WRITE);
  }

  /**
   * Reads the key of a folder.
   *
   * @throws IOException if there is none
   */
  public static WebhookKey read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "Cannot sign for webhooks: '%s' holds no key (expected a file '%s'). Make one by 'millrace catalog webhook init'."
              .formatted(folder, FILE));
    }
    byte[] key = decoded(Files.readString(file, StandardCharsets.US_ASCII).strip());
    if (key.length != BYTES) {
      throw new IOException(
          "Cannot sign for webhooks: '%s' holds something else (expected %d bytes in Base64)."
              .formatted(file, BYTES));
    }
    return new WebhookKey(key);
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** What a webhook's receiver checks signatures by, in the form of Standard Webhooks. */
  public String secret(String webhookId) {
    return SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes(webhookId));
  }

  /**
   * The signature of a message, as Standard Webhooks has it: {@code v1,<Base64 of the HMAC-SHA256
   * of id.timestamp.body>}.
   */
  String signature(String webhookId, String messageId, long timestamp, byte[] body) {
    return signature(bytes(webhookId), messageId, timestamp, body);
  }

  static String signature(byte[] secret, String messageId, long timestamp, byte[] body) {
    byte[] before = "%s.%d.".formatted(messageId, timestamp).getBytes(StandardCharsets.UTF_8);
    return "v1," + Base64.getEncoder().encodeToString(hmac(secret, before, body));
  }

  private byte[] bytes(String webhookId) {
    return hmac(key, webhookId.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has " + HMAC, e);
    }
  }

  /** Nothing of it, so that no log gets it. */
  @Override
  public String toString() {
    return "WebhookKey";
  }
}
