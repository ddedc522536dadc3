package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.TinyModels;
import io.millrace.catalog.access.Grant;
import io.millrace.catalog.access.Principal;
import io.millrace.catalog.access.Role;
import io.millrace.catalog.access.Roles;
import io.millrace.catalog.access.Scope;
import io.millrace.catalog.access.Token;
import io.millrace.server.http.Limits;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following aliases and events. Connections on which nothing moves are closed after 0.9 s. */
class WatchIT {
  private static final String ALIAS = "/api/1/models/ops/delay/aliases/champion";
  private static final int MAX_FOLLOWERS = 300;

  @TempDir private Path folder;
  private RunningServer server;
  private Catalog elsewhere;

  @BeforeEach
  void start() throws IOException {
    server = RunningServer.withModels(folder, WatchIT::options);
    elsewhere = Catalog.open(folder.resolve("catalog").toString());
  }

  private static ServerOptions options(ServerOptions options) {
    Limits limits = Limits.DEFAULT;
    return options
        .opened()
        .with(
            new Limits(
                limits.maxRequests(),
                limits.maxConnections(),
                limits.maxJsonBytes(),
                limits.maxScoringBytes(),
                limits.maxFileBytes(),
                900,
                limits.minBytesPerSecond()))
        .with(new ServerOptions.Watching(Duration.ofMillis(20), MAX_FOLLOWERS, null));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CompletableFuture<HttpResponse<String>> later(String path) {
    return HttpClient.newHttpClient()
        .sendAsync(server.request(path).build(), BodyHandlers.ofString());
  }

  @Test
  void tellsWhereAnAliasPoints() throws Exception {
    HttpResponse<String> response = server.get(ALIAS);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("{\"model\":\"ops/delay\",\"alias\":\"champion\",\"version\":3}");
    assertThat(response.headers().firstValue("ETag")).hasValue("\"3\"");

    assertThat(server.get(ALIAS + "?after=1").statusCode()).isEqualTo(200);
    assertThat(server.get(ALIAS + "?after=3").statusCode()).isEqualTo(304);
    assertThat(server.get(ALIAS + "?after=%223%22&wait=0").statusCode()).isEqualTo(304);
    assertThat(server.send(server.request(ALIAS).header("If-None-Match", "\"3\"")).statusCode())
        .isEqualTo(304);
    assertThat(server.get("/api/1/models/ops/delay/aliases/none").statusCode()).isEqualTo(404);
    assertThat(server.get("/api/1/models/ops/none/aliases/champion").statusCode()).isEqualTo(404);
    assertThat(server.get(ALIAS + "?after=x").statusCode()).isEqualTo(400);
    assertThat(server.get(ALIAS + "?after=3&wait=61").body()).contains("from 0 to 60");
  }

  @Test
  void answersAsSoonAsAnAliasMoves() throws Exception {
    CompletableFuture<HttpResponse<String>> moved = later(ALIAS + "?after=3&wait=60");
    CompletableFuture<HttpResponse<String>> isNew =
        later("/api/1/models/ops/delay/aliases/canary?after=0&wait=60");
    CompletableFuture<HttpResponse<String>> unmoved = later(ALIAS + "?after=3&wait=2");

    assertThat(unmoved.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(304);
    assertThat(moved).isNotDone();
    elsewhere.moveAlias(TinyModels.MODEL, "champion", 1, "slow");
    elsewhere.moveAlias(TinyModels.MODEL, "canary", 3, "try");
    assertThat(moved.get(30, TimeUnit.SECONDS).body()).contains("\"version\":1");
    assertThat(isNew.get(30, TimeUnit.SECONDS).body()).contains("\"version\":3");

    CompletableFuture<HttpResponse<String>> gone =
        later("/api/1/models/ops/delay/aliases/canary?after=3&wait=60");
    elsewhere.removeAlias(TinyModels.MODEL, "canary", "done");
    assertThat(gone.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
  }

  @Test
  void streamsMovesAndGoesOnWhereAClientWas() throws Exception {
    String last;
    try (EventLines events = EventLines.open(server.request(ALIAS + "/events").build())) {
      assertThat(events.next())
          .matches(event -> event.type().equals("alias.current"))
          .matches(event -> event.data().contains("\"version\":3"));
      elsewhere.moveAlias(TinyModels.MODEL, "champion", 1, "slow");
      elsewhere.moveAlias(TinyModels.MODEL, "canary", 1, "not this one");
      EventLines.Event moved = events.next();
      assertThat(moved.type()).isEqualTo("alias.moved");
      assertThat(RunningServer.JSON.readTree(moved.data()).get("data").get("previous_version"))
          .hasToString("3");
      last = moved.id();
    }
    elsewhere.moveAlias(TinyModels.MODEL, "champion", 3, "back");
    elsewhere.publish(TinyModels.publication("run-4"));

    // Another server before the same catalog knows the same places.
    try (RunningServer second = RunningServer.beside(folder, WatchIT::options);
        EventLines events =
            EventLines.open(
                second.request(ALIAS + "/events").header("Last-Event-ID", last).build())) {
      assertThat(events.next().data()).contains("\"version\":3");
      assertThat(events.next().data()).contains("\"version\":4");
    }
  }

  @Test
  void streamsAllThatHappensInOrder() throws Exception {
    try (RunningServer second = RunningServer.beside(folder, WatchIT::options);
        EventLines events = EventLines.open(server.request("/api/1/events").build());
        EventLines same = EventLines.open(second.request("/api/1/events").build());
        EventLines all = EventLines.open(second.request("/api/1/events?after=0").build())) {
      assertThat(all.next().type()).isEqualTo("model.registered");
      server.catalog().publish(TinyModels.publication("run-4"));
      elsewhere.curator().approve(TinyModels.MODEL, 4, "good", List.of());
      List<String> types = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        EventLines.Event event = events.next();
        assertThat(same.next()).isEqualTo(event);
        types.add(event.type());
      }
      assertThat(types).containsExactly("version.published", "alias.moved", "version.approved");
      List<EventLines.Event> before = new ArrayList<>();
      do {
        before.add(all.next());
      } while (!before.get(before.size() - 1).type().equals("version.approved"));
      assertThat(before)
          .extracting(EventLines.Event::type)
          .containsExactly(
              "version.published",
              "alias.moved",
              "version.failed",
              "version.published",
              "alias.moved",
              "version.published",
              "alias.moved",
              "version.approved");
    }
    assertThat(server.get("/api/1/events?after=100000").statusCode()).isEqualTo(400);
  }

  @Test
  void holdsNoThreadForAFollowerAndTakesNoMoreThanItMay() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    List<CompletableFuture<HttpResponse<String>>> followers = new ArrayList<>();
    for (int i = 0; i < MAX_FOLLOWERS; i++) {
      HttpRequest request = server.request(ALIAS + "?after=3&wait=60").build();
      followers.add(client.sendAsync(request, BodyHandlers.ofString()));
      // All at once they would be more requests than are taken at the same time.
      assertThat(i % 50 != 49 || metric("millrace_followers", i + 1)).isTrue();
    }

    HttpResponse<String> refused = server.get("/api/1/events");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    // It has far fewer threads than followers.
    assertThat(server.get(ALIAS).statusCode()).isEqualTo(200);

    elsewhere.moveAlias(TinyModels.MODEL, "champion", 1, "slow");
    for (CompletableFuture<HttpResponse<String>> follower : followers) {
      assertThat(follower.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(metric("millrace_followers", 0)).isTrue();
  }

  private boolean metric(String name, int value) throws Exception {
    long end = System.nanoTime() + 20_000_000_000L;
    boolean found = false;
    while (!found && System.nanoTime() < end) {
      found = server.get("/metrics").body().contains(name + " " + value + ".0\n");
    }
    return found;
  }

  @Test
  void forgetsThoseWhoAreGone() throws Exception {
    EventLines events = EventLines.open(server.request("/api/1/events").build());
    assertThat(metric("millrace_followers", 1)).isTrue();
    events.close();
    // Only who writes finds out that nobody reads.
    long end = System.nanoTime() + 20_000_000_000L;
    String metrics = "";
    for (int i = 0; !metrics.contains("millrace_followers 0.0\n") && System.nanoTime() < end; i++) {
      elsewhere.moveAlias(TinyModels.MODEL, "champion", 1 + 2 * (i % 2), "again");
      metrics = server.get("/metrics").body();
    }
    assertThat(metrics).contains("millrace_followers 0.0\n");
  }

  @Test
  void endsFollowersBeforeItStops() throws Exception {
    EventLines events = EventLines.open(server.request("/api/1/events").build());
    CompletableFuture<HttpResponse<String>> waiting = later(ALIAS + "?after=3&wait=60");
    assertThat(metric("millrace_followers", 2)).isTrue();
    server.close();

    EventLines.Event end = events.next();
    assertThat(end.type()).isEqualTo("end");
    assertThat(end.data()).contains("the server is stopping");
    assertThat(events.isClosed(events.next())).isTrue();
    assertThat(waiting.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
  }

  @Test
  void showsNothingThatOneMayNotReadAndEndsWithTheToken(@TempDir Path other) throws Exception {
    try (RunningServer closed = RunningServer.start(other, WatchIT::options)) {
      Catalog keeper = closed.catalog();
      keeper.keeper().setRoles(roles(), "test");
      Token.Issued carl = token(keeper, "carl");
      Token.Issued dave = token(keeper, "dave");
      try (EventLines seen = EventLines.open(following(closed, carl));
          EventLines hidden = EventLines.open(following(closed, dave))) {
        keeper.as(Principal.user("ann")).publish(TinyModels.publication("run-1"));
        assertThat(seen.next().type()).isEqualTo("model.registered");
        assertThat(seen.next().type()).isEqualTo("version.published");
        assertThat(seen.next().type()).isEqualTo("alias.moved");
        keeper.keeper().revokeToken(carl.token().id(), "test");
        assertThat(seen.next()).matches(event -> event.type().equals("end"));
        keeper.keeper().revokeToken(dave.token().id(), "test");

        EventLines.Event end = hidden.next();
        assertThat(end.type()).isEqualTo("end");
        assertThat(end.data()).contains("the token does not hold");
      }
      assertThat(
              closed
                  .send(
                      closed
                          .request(ALIAS + "?after=0")
                          .header("Authorization", "Bearer " + token(keeper, "dave").text()))
                  .statusCode())
          .isEqualTo(404);
      assertThat(closed.get("/api/1/events").statusCode()).isEqualTo(401);
    }
  }

  private static Roles roles() {
    return new Roles(
        List.of(
            new Grant(System.getProperty("user.name"), "*", Set.of(Role.ADMIN)),
            new Grant("ann", "ops", Set.of(Role.PUBLISHER)),
            new Grant("carl", "ops", Set.of(Role.CONSUMER)),
            new Grant("dave", "web", Set.of(Role.CONSUMER))),
        Roles.DEFAULT_PROTECTED);
  }

  private static Token.Issued token(Catalog keeper, String owner) {
    return keeper.keeper().createToken(owner, Scope.FULL, Duration.ofHours(1));
  }

  private static HttpRequest following(RunningServer at, Token.Issued token) {
    return at.request("/api/1/events").header("Authorization", "Bearer " + token.text()).build();
  }
}
