package io.millrace.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with its key.
 *
 * @param store holds both
 * @param password of the key
 */
public record Tls(KeyStore store, String password) {
  private static final Pattern PEM_KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);
  private static final Pattern SPACE = Pattern.compile("\\s");

  /**
   * From PEM files.
   *
   * @param certificates the server's own first, then those that signed it
   * @param key unencrypted, in PKCS #8
   * @throws IOException if a file cannot be read, or holds no such thing
   */
  public static Tls pem(Path certificates, Path key) throws IOException {
    try (InputStream in = Files.newInputStream(certificates)) {
      List<Certificate> chain =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (chain.isEmpty()) {
        throw new IOException(
            "Cannot use certificate file '%s': it holds none (expected certificates in PEM)."
                .formatted(certificates));
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", privateKey(key), new char[0], chain.toArray(Certificate[]::new));
      return new Tls(store, "");
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "Cannot use certificate '%s' with key '%s': %s (expected X.509 in PEM, and the key that belongs to it)."
              .formatted(certificates, key, e.getMessage()),
          e);
    }
  }

  /**
   * From a PKCS #12 file.
   *
   * @throws IOException if the file cannot be read, or the password is wrong
   */
  public static Tls pkcs12(Path file, String password) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password.toCharArray());
      return new Tls(store, password);
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException(
          "Cannot use key store '%s': %s (expected a PKCS #12 file and its password)."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException {
    Matcher pem = PEM_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!pem.find() || !pem.group(1).isEmpty()) {
      throw new IOException(
          "Cannot use key file '%s': it holds no unencrypted key in PKCS #8 (expected 'BEGIN PRIVATE KEY'). Convert it by 'openssl pkcs8 -topk8 -nocrypt'."
              .formatted(file));
    }
    byte[] encoded = decoded(file, SPACE.matcher(pem.group(2)).replaceAll(""));
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        continue;
      } catch (GeneralSecurityException e) {
        throw new IOException("Cannot use key file '%s': %s.".formatted(file, e.getMessage()), e);
      }
    }
    throw new IOException(
        "Cannot use key file '%s': its kind of key is not known (expected RSA, EC or Ed25519)."
            .formatted(file));
  }

  private static byte[] decoded(Path file, String base64) throws IOException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Cannot use key file '%s': %s (expected Base64).".formatted(file, e.getMessage()), e);
    }
  }
}
