package io.millrace.server.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Random secrets of 256 bits, and keys that are derived from them. */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int BYTES = 32;
  private static final String HMAC = "HmacSHA256";

  private Secrets() {}

  static String random() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return BASE64.encodeToString(secret);
  }

  /** Whether a text can be one of ours. */
  static boolean isSecret(String text) {
    return TEXT.matcher(text).matches();
  }

  /** What only those can compute who have both the server's key and the secret. */
  static String derived(byte[] key, String secret) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return BASE64.encodeToString(mac.doFinal(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has HMAC with SHA-256", e);
    }
  }

  /** Takes as long wherever the two differ. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
