package io.millrace.server.watch;

import io.millrace.catalog.HistoryEntry;
import io.millrace.catalog.ModelEntry;
import io.millrace.server.access.Callers;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import io.millrace.server.http.Exchange;
import io.millrace.server.http.Feed;
import io.millrace.server.http.Later;
import io.millrace.server.http.Outcome;
import io.millrace.server.http.Reply;
import io.millrace.server.http.Route;
import io.millrace.server.operate.ServerMetrics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Following: {@code GET aliases/<alias>?after=3&wait=30} answers as soon as the alias points
 * elsewhere, {@code events} streams what happens. Nobody who follows holds a thread. Closing it
 * ends them.
 */
public final class WatchApi implements AutoCloseable {
  private static final String ALIAS = "/api/1/models/{team}/{model}/aliases/{alias}";
  private static final int MAX_WAIT_SECONDS = 60;

  /** Old entries are read file by file, by threads that others wait for. */
  private static final int MAX_REPLAYS = 8;

  /** A proxy that collects bytes before it passes them on would hold events back. */
  private static final Reply STREAM =
      new Reply(
          200,
          Map.of(
              "Content-Type", "text/event-stream",
              "Cache-Control", "no-store",
              "X-Accel-Buffering", "no"),
          -1,
          out -> {});

  private final LogWatcher watcher;
  private final Followers followers;
  private final Sights sights;
  private final Semaphore replays = new Semaphore(MAX_REPLAYS);

  /**
   * @param maxFollowers that wait at the same time; others are asked to come back
   */
  public WatchApi(Callers callers, LogWatcher watcher, int maxFollowers, ServerMetrics metrics) {
    this.watcher = watcher;
    followers = new Followers(maxFollowers, metrics);
    sights = new Sights(callers, watcher);
    watcher.listen(
        followers::wakeAll,
        () -> {
          followers.wakeDue();
          sights.forgetOld();
        });
  }

  public Stream<Route> routes() {
    return Stream.of(
        Route.of("GET", ALIAS, this::alias),
        Route.of("GET", ALIAS + "/events", this::aliasEvents),
        Route.of("GET", "/api/1/events", this::events));
  }

  private Outcome alias(Exchange exchange) {
    String model = model(exchange);
    String alias = exchange.path("alias");
    int known = known(exchange);
    long wait =
        exchange.query("wait").map(text -> number("wait", text, MAX_WAIT_SECONDS)).orElse(0);
    Optional<Reply> now = elsewhere(exchange.catalog().entry(model), alias, known);
    if (now.isPresent()) {
      return now.get();
    }
    if (wait == 0) {
      return unchanged(known);
    }
    Supplier<Sights.Sight> sight = sight(exchange);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
    return followers.add(
        onEnd -> new Later(() -> later(sight.get(), model, alias, known, end), onEnd), () -> end);
  }

  private Optional<Reply> later(
      Sights.Sight sight, String model, String alias, int known, long end) {
    if (followers.closed()) {
      throw Followers.stopping();
    }
    Optional<Reply> moved = elsewhere(sight.catalog().entry(model), alias, known);
    return moved.isEmpty() && System.nanoTime() - end >= 0 ? Optional.of(unchanged(known)) : moved;
  }

  /**
   * Where the alias points, unless that is known; of one that is gone there is nothing to wait for.
   */
  private static Optional<Reply> elsewhere(ModelEntry model, String alias, int known) {
    Integer version = model.aliases().get(alias);
    if (version == null && known == 0) {
      return Optional.empty();
    }
    if (version == null) {
      throw new ApiException(
          ErrorCode.RESOURCE_DOES_NOT_EXIST,
          "Cannot find alias '%s' of '%s' (expected one of %s). Ask with after=0 to wait until there is one."
              .formatted(
                  alias.length() <= 255 ? alias : alias.substring(0, 255),
                  model.name(),
                  model.aliases().keySet()));
    }
    return version == known
        ? Optional.empty()
        : Optional.of(tagged(Reply.json(target(model.name(), alias, version)), version));
  }

  private static Reply unchanged(int known) {
    return tagged(new Reply(304, Map.of(), -1, out -> {}), known);
  }

  private static Reply tagged(Reply reply, int version) {
    return reply.with("ETag", "\"" + version + "\"").with("Cache-Control", "no-cache");
  }

  private static Map<String, Object> target(String model, String alias, int version) {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("model", model);
    target.put("alias", alias);
    target.put("version", version);
    return target;
  }

  private Outcome events(Exchange exchange) {
    return stream(
        exchange, entry -> true, place(exchange).orElseGet(exchange.catalog()::sequence), "");
  }

  private Outcome aliasEvents(Exchange exchange) {
    String model = model(exchange);
    String alias = exchange.path("alias");
    Optional<Long> place = place(exchange);
    // Before the alias is looked up: a move in between is told twice, and not missed.
    long from = place.orElseGet(exchange.catalog()::sequence);
    ModelEntry entry = exchange.catalog().entry(model);
    return stream(
        exchange,
        moved -> model.equals(moved.model()) && alias.equals(moved.alias()),
        from,
        // Whoever goes on from a place knows where the alias was then.
        place.isPresent() ? "" : present(entry, alias));
  }

  private static String present(ModelEntry model, String alias) {
    Integer version = model.aliases().get(alias);
    if (version == null) {
      return "";
    }
    return EventStream.event(
        "alias.current",
        Messages.of(
            "alias.current", Instant.now().toString(), target(model.name(), alias, version)));
  }

  private Outcome stream(
      Exchange exchange, Predicate<HistoryEntry> wanted, long from, String greeting) {
    EventStream stream =
        new EventStream(watcher, followers, sight(exchange), wanted, replays, from, greeting);
    return followers.add(onEnd -> new Feed(STREAM, stream, onEnd), stream::dueNanos);
  }

  private Supplier<Sights.Sight> sight(Exchange exchange) {
    String authorization = exchange.header("Authorization").orElse(null);
    return () -> sights.of(authorization);
  }

  /** The sequence to go on from: of a client that comes back, or that asks for one. */
  private Optional<Long> place(Exchange exchange) {
    Optional<String> text = exchange.header("Last-Event-ID").or(() -> exchange.query("after"));
    // Another server may have told the client of an entry that this one has yet to see.
    long newest = text.isPresent() ? exchange.catalog().sequence() : 0;
    return text.map(
        place -> {
          if (!place.matches("\\d{1,18}") || Long.parseLong(place) > newest) {
            throw ApiException.invalid(
                "Cannot go on after '%s': the log has no such entry (expected a sequence from 0 to %d)."
                    .formatted(place.length() <= 40 ? place : place.substring(0, 40), newest));
          }
          return Long.valueOf(place);
        });
  }

  /** The version that the client knows, as a number or an entity tag; 0 if it knows none. */
  private static int known(Exchange exchange) {
    return exchange
        .query("after")
        .or(() -> exchange.header("If-None-Match"))
        .map(
            text -> number("after", text.strip().replaceAll("^\"(.*)\"$", "$1"), Integer.MAX_VALUE))
        .orElse(-1);
  }

  private static int number(String name, String text, int most) {
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
      throw ApiException.invalid(
          "Cannot answer: parameter '%s' is '%s' (expected a whole number from 0 to %d)."
              .formatted(name, text.length() <= 40 ? text : text.substring(0, 40), most));
    }
    return Integer.parseInt(text);
  }

  private static String model(Exchange exchange) {
    return exchange.path("team") + "/" + exchange.path("model");
  }

  @Override
  public void close() {
    followers.close();
  }
}
