package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedAuthoritiesTest {
  @TempDir private Path folder;

  @Test
  void readsCertificatesInPem() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    X509Certificate known =
        ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
    String text = Base64.getMimeEncoder().encodeToString(known.getEncoded());
    Path pem =
        Files.writeString(
            folder.resolve("ca.pem"),
            "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n".formatted(text));

    assertThat(TrustedAuthorities.of(pem).getProtocol()).isEqualTo("TLS");
  }

  @Test
  void namesAFileThatHoldsNone() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    for (Path file : new Path[] {empty, folder.resolve("missing.pem")}) {
      assertThatThrownBy(() -> TrustedAuthorities.of(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Cannot use certificates '" + file + "'");
    }
  }
}
