package io.millrace.catalog;

import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * How a catalog is reached.
 *
 * @param hadoop for catalogs on a file system
 * @param token shown to a server, which tells by it who asks; null to show none
 * @param tls for {@code https}; null for the certificate authorities of the Java runtime
 * @param cache of files that came from a server or from another machine; null for none. Local files
 *     are never kept a second time.
 * @param timeout to connect to a server, and to wait for its next bytes
 */
public record ReaderOptions(
    Configuration hadoop,
    @Nullable String token,
    @Nullable SSLContext tls,
    @Nullable FileCache cache,
    Duration timeout) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * @throws IllegalArgumentException if the token could be none, or the timeout is not above 0
   */
  public ReaderOptions {
    if (token != null && !token.matches("[!-~]+")) {
      throw new IllegalArgumentException(
          "Cannot use the token: it is empty, or has spaces or characters beyond ASCII (expected one as 'millrace catalog token create' prints it).");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "Cannot wait %s for a catalog (expected a time above 0).".formatted(timeout));
    }
  }

  /**
   * What the environment says: the token of {@code MILLRACE_TOKEN}, the certificate authorities of
   * the PEM file {@code MILLRACE_TLS_CA} besides those of the Java runtime, and the cache of {@link
   * FileCache#ofUser}.
   */
  public static ReaderOptions standard() {
    String token = System.getenv("MILLRACE_TOKEN");
    String authorities = System.getenv("MILLRACE_TLS_CA");
    return new ReaderOptions(
        new Configuration(),
        token == null || token.isBlank() ? null : token.strip(),
        authorities == null || authorities.isBlank()
            ? null
            : TrustedAuthorities.of(Path.of(authorities)),
        FileCache.ofUser(),
        TIMEOUT);
  }

  public ReaderOptions with(Configuration configuration) {
    return new ReaderOptions(configuration, token, tls, cache, timeout);
  }

  public ReaderOptions with(SSLContext context) {
    return new ReaderOptions(hadoop, token, context, cache, timeout);
  }

  public ReaderOptions with(Duration wait) {
    return new ReaderOptions(hadoop, token, tls, cache, wait);
  }

  /**
   * @param shown null to show none
   */
  public ReaderOptions withToken(@Nullable String shown) {
    return new ReaderOptions(hadoop, shown, tls, cache, timeout);
  }

  /**
   * @param files null to keep none
   */
  public ReaderOptions withCache(@Nullable FileCache files) {
    return new ReaderOptions(hadoop, token, tls, files, timeout);
  }

  /** Without the token, which must not reach a log. */
  @Override
  public String toString() {
    return "ReaderOptions[token=%s, cache=%s, timeout=%s]"
        .formatted(
            token == null ? "none" : "***", cache == null ? "none" : cache.folder(), timeout);
  }
}
