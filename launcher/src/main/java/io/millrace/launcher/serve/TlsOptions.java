package io.millrace.launcher.serve;

import io.millrace.server.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The server's certificate. */
final class TlsOptions {
  static final String PASSWORD = "MILLRACE_TLS_PASSWORD";

  @ArgGroup(exclusive = false)
  private Pem pem;

  @Option(
      names = "--tls-store",
      paramLabel = "FILE",
      description =
          "Certificate and key in PKCS #12; its password is in the environment, as "
              + PASSWORD
              + ".")
  private Path store;

  /** Two files. */
  static final class Pem {
    @Option(
        names = "--tls-cert",
        required = true,
        paramLabel = "FILE",
        description = "Certificates in PEM, the server's own first.")
    private Path certificates;

    @Option(
        names = "--tls-key",
        required = true,
        paramLabel = "FILE",
        description = "Its key in PEM, unencrypted PKCS #8.")
    private Path key;
  }

  Optional<Tls> tls() throws IOException {
    if (pem != null && store != null) {
      throw new IllegalArgumentException(
          "Cannot use two certificates: --tls-cert and --tls-store are both given (expected one).");
    }
    if (pem != null) {
      return Optional.of(Tls.pem(pem.certificates, pem.key));
    }
    if (store != null) {
      return Optional.of(Tls.pkcs12(store, System.getenv().getOrDefault(PASSWORD, "")));
    }
    return Optional.empty();
  }
}
