package io.millrace.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Writes a certificate with its key as PEM, as openssl does. */
final class PemFiles {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private PemFiles() {}

  static Tls write(Tls tls, Path folder) throws Exception {
    byte[] certificate = tls.store().getCertificate("a").getEncoded();
    byte[] key = tls.store().getKey("a", tls.password().toCharArray()).getEncoded();
    Path certificates =
        Files.writeString(folder.resolve("cert.pem"), pem("CERTIFICATE", certificate));
    Path keys = Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key));
    return Tls.pem(certificates, keys);
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, LINES.encodeToString(content), what);
  }
}
