package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.EventType;
import io.millrace.catalog.TinyModels;
import io.millrace.catalog.Webhook;
import io.millrace.server.Receiver.Received;
import io.millrace.server.webhook.Retry;
import io.millrace.server.webhook.WebhookKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks before real receivers of this machine. */
class WebhookIT {
  private static final Set<EventType> MOVES = Set.of(EventType.ALIAS_MOVED);
  private static final Retry SOON =
      new Retry(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMinutes(5));

  @TempDir private Path folder;
  private Path hooks;
  private WebhookKey key;
  private Catalog catalog;

  @BeforeEach
  void makeKey() throws IOException {
    hooks = folder.resolve("webhooks");
    WebhookKey.create(hooks);
    key = WebhookKey.read(hooks);
    catalog = Catalog.open(folder.resolve("catalog").toString());
    catalog.publish(TinyModels.publication("run-1"));
    catalog.publish(TinyModels.publication("run-2"));
  }

  private RunningServer serve() throws IOException {
    return serve(true, SOON);
  }

  private RunningServer serve(boolean local, Retry retry) throws IOException {
    return RunningServer.beside(
        folder,
        options ->
            options.with(
                new ServerOptions.Watching(
                    Duration.ofMillis(20), 4, new ServerOptions.Webhooks(hooks, local, retry))));
  }

  private void move(int version) {
    catalog.moveAlias(TinyModels.MODEL, "champion", version, "to " + version);
  }

  @Test
  void tellsSignedAndAgainUntilItIsAccepted() throws Exception {
    try (Receiver receiver = new Receiver(request -> request < 2 ? 500 : 204);
        RunningServer server = serve()) {
      Webhook hook = catalog.webhooks().add("ops", receiver.url(), MOVES);
      move(1);
      Received first = receiver.take();
      Received second = receiver.take();
      Received accepted = receiver.take();

      assertThat(List.of(first.status(), second.status(), accepted.status()))
          .containsExactly(500, 500, 204);
      assertThat(second.id()).isEqualTo(first.id());
      assertThat(accepted.id()).isEqualTo(first.id());
      assertThat(accepted.body()).isEqualTo(first.body());
      assertThat(accepted.isSignedBy(key.secret(hook.id()))).isTrue();
      assertThat(accepted.timestamp()).isCloseTo(Instant.now().getEpochSecond(), within(60L));
      assertThat(accepted.json().get("type").asText()).isEqualTo("alias.moved");
      assertThat(accepted.json().get("data").toString())
          .contains("\"model\":\"ops/delay\",\"version\":1,\"alias\":\"champion\"")
          .contains("\"previous_version\":2")
          .contains("\"reason\":\"to 1\"");

      move(2);
      assertThat(receiver.take().id()).isNotEqualTo(accepted.id());
      assertThat(server.get("/metrics").body())
          .contains("millrace_webhook_attempts_total{result=\"failed\"} 2.0");
    }
  }

  @Test
  void goesOnAfterARestartWithWhatHappenedMeanwhile() throws Exception {
    try (Receiver receiver = new Receiver(request -> request == 1 ? 503 : 200)) {
      catalog.webhooks().add("*", receiver.url(), MOVES);
      String refused;
      // Far too late for this server: it ends before it tries again.
      Retry late = new Retry(Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(1));
      try (RunningServer server = serve(true, late)) {
        move(1);
        assertThat(receiver.take().status()).isEqualTo(200);
        move(2);
        refused = receiver.take().id();
        move(1);
      }
      move(2);
      try (RunningServer server = serve()) {
        assertThat(receiver.take().id()).isEqualTo(refused);
        assertThat(receiver.take().json().get("data").get("version").asInt()).isEqualTo(1);
        assertThat(receiver.take().json().get("data").get("version").asInt()).isEqualTo(2);
        move(1);
        assertThat(receiver.take().json().get("data").get("version").asInt()).isEqualTo(1);
        assertThat(receiver.waiting()).isZero();
      }
    }
  }

  @Test
  void aSlowOneDelaysNoOther() throws Exception {
    try (Receiver slow = new Receiver(request -> -1);
        Receiver quick = new Receiver(request -> 200);
        RunningServer server = serve()) {
      catalog.webhooks().add("*", slow.url(), MOVES);
      catalog.webhooks().add("*", quick.url(), MOVES);
      move(1);
      slow.take();
      move(2);
      move(1);
      for (int version : new int[] {1, 2, 1}) {
        assertThat(quick.take().json().get("data").get("version").asInt()).isEqualTo(version);
      }
      assertThat(slow.waiting()).isZero();
    }
  }

  @Test
  void followsNoRedirectAndGivesUpInTheEnd() throws Exception {
    Retry brief = new Retry(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);
    try (Receiver receiver = new Receiver(request -> request == 0 ? 307 : 200);
        RunningServer server = serve(true, brief)) {
      catalog.webhooks().add("*", receiver.url(), MOVES);
      move(1);
      Received redirected = receiver.take();
      move(2);
      Received next = receiver.take();

      assertThat(redirected.status()).isEqualTo(307);
      assertThat(next.id()).isNotEqualTo(redirected.id());
      assertThat(server.get("/metrics").body())
          .contains("millrace_webhook_attempts_total{result=\"dropped\"} 1.0");
    }
  }

  @Test
  void tellsOnlyWhatIsWantedAndNothingAfterItsEnd() throws Exception {
    try (Receiver receiver = new Receiver(request -> 200);
        Receiver witness = new Receiver(request -> 200);
        RunningServer server = serve()) {
      Webhook hook =
          catalog.webhooks().add("ops", receiver.url(), Set.of(EventType.VERSION_APPROVED));
      catalog.webhooks().add("web", receiver.url(), Set.of(EventType.values()));
      catalog.webhooks().add("*", witness.url(), Set.of(EventType.values()));
      move(1);
      catalog.curator().approve(TinyModels.MODEL, 1, "good", List.of());
      assertThat(receiver.take().json().get("type").asText()).isEqualTo("version.approved");
      catalog.webhooks().remove(hook.id(), "test");
      catalog.curator().approve(TinyModels.MODEL, 2, "good", List.of());
      for (int i = 0; i < 3; i++) {
        witness.take();
      }
      assertThat(receiver.waiting()).isZero();
    }
  }

  @Test
  void tellsNothingToAddressesOfThisMachineUnlessItMay() throws Exception {
    try (Receiver receiver = new Receiver(request -> 200);
        RunningServer server = serve(false, SOON)) {
      catalog.webhooks().add("*", receiver.url(), MOVES);
      move(1);
      long end = System.nanoTime() + 20_000_000_000L;
      String metrics = "";
      while (!(metrics.contains("attempts_total{result=\"failed\"}")
              && metrics.contains("millrace_webhooks_failing 1.0"))
          && System.nanoTime() < end) {
        metrics = server.get("/metrics").body();
      }
      assertThat(metrics)
          .contains("attempts_total{result=\"failed\"}")
          .contains("millrace_webhooks_failing 1.0");
      assertThat(receiver.waiting()).isZero();
    }
  }
}
