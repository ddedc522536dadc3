package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a network and what stands in it do wrong, over real connections. */
@Timeout(60)
class HttpCallsTest {
  private static final byte[] FILE = new byte[200_000];

  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    for (int i = 0; i < FILE.length; i++) {
      FILE[i] = (byte) (i % 251);
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private interface Answer {
    void to(HttpExchange exchange, int request) throws IOException, InterruptedException;
  }

  private HttpCalls answering(Answer answer) {
    return answering(Duration.ofSeconds(20), answer);
  }

  private HttpCalls answering(Duration timeout, Answer answer) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answer.to(exchange, requests.incrementAndGet());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new HttpCalls(address, ReaderOptions.standard().withToken("mlr.secret").with(timeout));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Test
  void asksAgainWhereTheServerIsBusyOrGone() {
    HttpCalls calls =
        answering(
            (exchange, request) -> {
              if (request == 1) {
                send(exchange, 503, "<html>down</html>");
              } else if (request == 3) {
                send(exchange, 200, "{\"a\": 1}");
              }
              // The second gets no answer: its connection is closed.
            });
    assertThat(calls.get("/x", JsonNode.class).path("a").asInt()).isEqualTo(1);
    assertThat(requests).hasValue(3);
  }

  @Test
  void givesUpAfterAFewTimes() {
    HttpCalls calls = answering((exchange, request) -> send(exchange, 502, ""));
    assertFails(calls).hasMessageContaining("HTTP 502 of type 'none'");
    assertThat(requests).hasValue(4);
  }

  @Test
  void doesNotAskAgainWhereThatHelpsNothing() {
    HttpCalls calls = answering((exchange, request) -> send(exchange, 404, "<html>no</html>"));
    assertFails(calls).hasMessageContaining("expected the server that 'millrace serve' runs");
    assertThat(requests).hasValue(1);
  }

  @Test
  void takesTheTokenNowhereElse() {
    HttpCalls calls =
        answering(
            (exchange, request) -> {
              exchange.getResponseHeaders().set("Location", "/elsewhere");
              send(exchange, 302, "");
            });
    assertFails(calls).hasMessageContaining("it redirects to '/elsewhere', which is not followed");
    assertThat(requests).hasValue(1);
  }

  @Test
  void tellsAnswersThatAreNoneOfACatalog() {
    HttpCalls calls = answering((exchange, request) -> send(exchange, 200, "<html>hello</html>"));
    assertFails(calls).hasMessageContaining("expected the answer of a catalog");
  }

  @Test
  void breaksOffWhereNoMoreBytesCome() {
    HttpCalls calls =
        answering(
            Duration.ofMillis(500),
            (exchange, request) -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write(1);
              exchange.getResponseBody().flush();
              end.await();
            });
    assertFails(calls).hasMessageContaining("no bytes came for PT0.5S");
  }

  @Test
  void readsAFileOnFromWhereTheConnectionBroke() throws IOException {
    HttpCalls calls =
        answering(
            (exchange, request) -> {
              String range = exchange.getRequestHeaders().getFirst("Range");
              int from =
                  range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
              exchange.sendResponseHeaders(from == 0 ? 200 : 206, FILE.length - from);
              int to = request < 3 ? Math.min(FILE.length, from + 70_000) : FILE.length;
              exchange.getResponseBody().write(FILE, from, to - from);
              exchange.getResponseBody().flush();
            });
    try (InputStream in = calls.open("/file", 0)) {
      assertThat(in.readAllBytes()).isEqualTo(FILE);
    }
    assertThat(requests).hasValueGreaterThan(2);
    try (InputStream in = calls.open("/file", 199_000)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(FILE, 199_000, FILE.length));
    }
  }

  private static AbstractThrowableAssert<?, ?> assertFails(HttpCalls calls) {
    return assertThatThrownBy(() -> calls.get("/x", JsonNode.class))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
        .hasMessageNotContaining("secret");
  }
}
