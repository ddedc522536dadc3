package io.millrace.server.webhook;

import io.millrace.catalog.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells a webhook one thing, once. It follows no redirect, and reads no answer but its status:
 * whoever sets an address must not learn from this server what its own network holds.
 */
public final class WebhookSender {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final WebhookKey key;
  private final boolean local;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param local whether addresses of this machine, and of its own link, may be told
   */
  public WebhookSender(WebhookKey key, boolean local) {
    this.key = key;
    this.local = local;
  }

  /**
   * Sends a message that says nothing but that it is a test.
   *
   * @throws IOException if it is not accepted
   */
  public void test(Webhook hook) throws IOException, InterruptedException {
    send(hook, Message.test(hook));
  }

  /**
   * @throws IOException if it is not accepted with a status from 200 to 299 in time
   */
  void send(Webhook hook, Message message) throws IOException, InterruptedException {
    requireOutside(hook.uri());
    long timestamp = Instant.now().getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(hook.uri())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("User-Agent", "millrace-webhooks")
            .header("webhook-id", message.id())
            .header("webhook-timestamp", Long.toString(timestamp))
            .header(
                "webhook-signature",
                key.signature(hook.id(), message.id(), timestamp, message.body()))
            .POST(BodyPublishers.ofByteArray(message.body()))
            .build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    response.body().close();
    if (response.statusCode() < 200 || response.statusCode() > 299) {
      throw new IOException(
          "the receiver answered %d (expected 200 to 299)".formatted(response.statusCode()));
    }
  }

  /** Java remembers for some seconds what a name stands for, so that it is the same just after. */
  private void requireOutside(URI uri) throws IOException {
    if (local) {
      return;
    }
    for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
      if (address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || address.isLinkLocalAddress()
          || address.isMulticastAddress()) {
        throw new IOException(
            "'%s' is an address of this machine or of its own link (expected another, or --webhook-local)"
                .formatted(uri.getHost()));
      }
    }
  }
}
