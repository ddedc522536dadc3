package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GET requests to a catalog's server. They change nothing, so they are sent again, a few times and
 * with growing pauses, when the connection fails or the server says that it is busy. Redirects are
 * not followed: the token is for one server alone.
 */
final class HttpCalls {
  private static final Logger LOG = LoggerFactory.getLogger(HttpCalls.class);
  private static final int ATTEMPTS = 4;
  private static final int NOT_MODIFIED = 304;
  private static final long FIRST_PAUSE_MILLIS = 200;

  /** Of an answer that is not a file; a page of models is the longest. */
  private static final int MOST_BYTES = 64 << 20;

  private final URI base;
  private final ReaderOptions options;
  private final HttpClient client;

  HttpCalls(URI base, ReaderOptions options) {
    this.base = base;
    this.options = options;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.timeout())
            .followRedirects(HttpClient.Redirect.NEVER);
    if (options.tls() != null) {
      builder.sslContext(options.tls());
    }
    client = builder.build();
    if (options.token() != null && base.getScheme().equalsIgnoreCase("http") && !isLoopback()) {
      LOG.warn("The token for catalog {} is sent in the clear (expected https)", base);
    }
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(base.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** What one attempt makes of an answer. */
  private interface Use<T> {
    T of(HttpResponse<InputStream> response) throws IOException;
  }

  /** The whole address of a path. */
  String name(String path) {
    return base + path;
  }

  /** An answer in JSON. */
  <T> T get(String path, Class<T> type) {
    byte[] body = attempt(request(path).build(), response -> whole(path, response));
    return Json.answer(body, type, name(path));
  }

  /**
   * An answer in JSON that the server may hold back; empty if there was nothing new.
   *
   * @param wait how long it holds it back at most
   */
  <T> Optional<T> await(String path, Duration wait, Class<T> type) {
    HttpRequest request = request(path).timeout(options.timeout().plus(wait)).build();
    byte[] body =
        attempt(
            request,
            response ->
                response.statusCode() == NOT_MODIFIED ? new byte[0] : whole(path, response));
    return body.length == 0 ? Optional.empty() : Optional.of(Json.answer(body, type, name(path)));
  }

  private byte[] whole(String path, HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = WatchedInputStream.of(response.body(), options.timeout())) {
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new CatalogException(
            Reason.UNREACHABLE,
            "Cannot read catalog '%s': the answer to %s is longer than %d bytes (expected that of a catalog)."
                .formatted(base, path, MOST_BYTES));
      }
      return bytes;
    }
  }

  /** A file from one of its bytes on, which goes on where a connection breaks off. */
  InputStream open(String path, long offset) throws IOException {
    return new ResumedInputStream(at -> openOnce(path, at), offset, ATTEMPTS);
  }

  private InputStream openOnce(String path, long offset) {
    HttpRequest.Builder request = request(path);
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
    }
    return attempt(
        request.build(),
        response -> {
          if (offset > 0 && response.statusCode() != 206) {
            response.body().close();
            throw new IOException(
                "the server sends the whole file (expected what follows byte %d)"
                    .formatted(offset));
          }
          return WatchedInputStream.of(response.body(), options.timeout());
        });
  }

  private <T> T attempt(HttpRequest request, Use<T> use) {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() / 100 == 2 || response.statusCode() == NOT_MODIFIED) {
          return use.of(response);
        }
        HttpFailure failure = HttpFailure.of(base, response);
        if (attempt == ATTEMPTS || !failure.passes()) {
          throw failure.exception();
        }
        pause(attempt, failure.retryAfterMillis());
      } catch (SSLHandshakeException e) {
        throw untrusted(e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw unreachable(e);
        }
        LOG.debug("Attempt {} of {} failed", attempt, request.uri(), e);
        pause(attempt, 0);
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(options.timeout()).GET();
    if (options.token() != null) {
      request.header("Authorization", "Bearer " + options.token());
    }
    return request;
  }

  /** Many clients of a server that comes back must not come all at once. */
  private void pause(int attempt, long atLeastMillis) {
    long millis = FIRST_PAUSE_MILLIS << (attempt - 1);
    long jittered = millis / 2 + ThreadLocalRandom.current().nextLong(millis);
    try {
      TimeUnit.MILLISECONDS.sleep(Math.max(atLeastMillis, jittered));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private CatalogException untrusted(SSLHandshakeException e) {
    return new CatalogException(
        Reason.UNREACHABLE,
        "Cannot reach catalog '%s': TLS failed: %s (expected a certificate for '%s' from a known authority). Name the file of its authority by MILLRACE_TLS_CA."
            .formatted(base, e.getMessage(), base.getHost()),
        e);
  }

  private CatalogException unreachable(Exception e) {
    return new CatalogException(
        Reason.UNREACHABLE,
        "Cannot reach catalog '%s': %s (expected the server that 'millrace serve' runs)."
            .formatted(
                base, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
        e);
  }

  private CatalogException interrupted(Exception e) {
    Thread.currentThread().interrupt();
    return new CatalogException(
        Reason.UNREACHABLE, "Cannot read catalog '%s': interrupted.".formatted(base), e);
  }
}
