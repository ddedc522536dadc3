package io.millrace.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks on this machine, which answers as it is told. */
final class Receiver implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private final IntUnaryOperator answer;
  private int count;

  /**
   * @param status that was answered
   */
  record Received(String id, long timestamp, String signature, byte[] body, int status) {
    JsonNode json() throws IOException {
      return RunningServer.JSON.readTree(body);
    }

    /** By the words of the specification, with nothing of ours. */
    boolean isSignedBy(String secret) throws Exception {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      String content = id + "." + timestamp + "." + new String(body, StandardCharsets.UTF_8);
      byte[] hash = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
      return signature.equals("v1," + Base64.getEncoder().encodeToString(hash));
    }
  }

  /**
   * @param answer the status for the request of a number, from 0; a negative one never answers
   */
  Receiver(IntUnaryOperator answer) throws IOException {
    this.answer = answer;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  private void receive(HttpExchange exchange) throws IOException {
    int status = answer.applyAsInt(next());
    received.add(
        new Received(
            exchange.getRequestHeaders().getFirst("webhook-id"),
            Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            exchange.getRequestBody().readAllBytes(),
            status));
    if (status >= 0) {
      exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }
  }

  private synchronized int next() {
    return count++;
  }

  /** The next request, waited for. */
  Received take() throws InterruptedException {
    Received next = received.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("No message came in 20 s");
    }
    return next;
  }

  int waiting() {
    return received.size();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
