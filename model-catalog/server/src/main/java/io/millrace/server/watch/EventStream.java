package io.millrace.server.watch;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.Commit;
import io.millrace.catalog.EventType;
import io.millrace.catalog.HistoryEntry;
import io.millrace.server.api.ApiException;
import io.millrace.server.http.Feed;
import io.millrace.server.http.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Server-sent events of one follower, from a place in the log on. It remembers its place and
 * nothing else, so that a slow client costs no memory. All that one entry of the log says has one
 * id, which stands at the last of it: a client that breaks off in between is told all of it again.
 */
final class EventStream implements Feed.Source {
  private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LogWatcher watcher;
  private final Followers followers;
  private final Supplier<Sights.Sight> sight;
  private final Predicate<HistoryEntry> wanted;
  private final Semaphore replays;
  private final String greeting;
  private long position;
  private boolean greeted;
  private volatile long dueNanos = System.nanoTime();

  /**
   * @param sight what the follower may see now
   * @param wanted of what it may see
   * @param replays how many may read old entries at the same time
   * @param position the sequence that it has seen
   * @param greeting what is sent before all others; may be empty
   */
  EventStream(
      LogWatcher watcher,
      Followers followers,
      Supplier<Sights.Sight> sight,
      Predicate<HistoryEntry> wanted,
      Semaphore replays,
      long position,
      String greeting) {
    this.watcher = watcher;
    this.followers = followers;
    this.sight = sight;
    this.wanted = wanted;
    this.replays = replays;
    this.position = position;
    this.greeting = greeting;
  }

  /** When a heartbeat is to be sent. */
  long dueNanos() {
    return dueNanos;
  }

  @Override
  public Feed.Chunk next() {
    if (followers.closed()) {
      return end("the server is stopping");
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      Sights.Sight seen = sight.get();
      if (!greeted) {
        greeted = true;
        write(text, "retry: 2000\n" + greeting + id(position));
      }
      boolean done = tell(text, seen);
      if (text.size() == 0 && done && System.nanoTime() - dueNanos >= 0) {
        // Without data no client takes it for an event, and its place is the newer one.
        write(text, id(position));
      }
    } catch (ApiException e) {
      return end(String.valueOf(e.getMessage()));
    } catch (CatalogException e) {
      return end("the catalog cannot be read");
    }
    if (text.size() > 0) {
      dueNanos = System.nanoTime() + HEARTBEAT_NANOS;
    }
    return new Feed.Chunk(text.toByteArray(), false);
  }

  /**
   * Goes on until there is something to tell, or nothing left.
   *
   * @return false if it has to wait until others have read old entries
   */
  private boolean tell(ByteArrayOutputStream text, Sights.Sight seen) {
    while (text.size() == 0 && position < watcher.head()) {
      boolean old = !watcher.remembers(position);
      if (old && !replays.tryAcquire()) {
        dueNanos = System.nanoTime();
        return false;
      }
      List<Commit> commits;
      try {
        commits = watcher.commits(position);
      } finally {
        if (old) {
          replays.release();
        }
      }
      if (commits.isEmpty()) {
        return true;
      }
      commits.forEach(commit -> tell(text, seen, commit));
      position = commits.get(commits.size() - 1).sequence();
    }
    return true;
  }

  private void tell(ByteArrayOutputStream text, Sights.Sight seen, Commit commit) {
    boolean told = false;
    for (HistoryEntry entry : commit.entries()) {
      Optional<EventType> type = EventType.of(entry);
      if (type.isPresent() && wanted.test(entry) && seen.of(String.valueOf(entry.model()))) {
        // The end of the event before it, which is not the last of its entry.
        write(text, told ? "\n" : "");
        write(text, event(type.get().text(), Messages.of(commit, type.get(), entry)));
        told = true;
      }
    }
    write(text, told ? id(commit.sequence()) : "");
  }

  /** Without its end, so that an id can follow. */
  static String event(String type, byte[] message) {
    return "event: %s\ndata: %s\n".formatted(type, new String(message, StandardCharsets.UTF_8));
  }

  private static String id(long sequence) {
    return "id: %d\n\n".formatted(sequence);
  }

  private static Feed.Chunk end(String reason) {
    byte[] data = Json.bytes(Map.of("reason", reason));
    return new Feed.Chunk((event("end", data) + "\n").getBytes(StandardCharsets.UTF_8), true);
  }

  private static void write(ByteArrayOutputStream text, String part) {
    text.writeBytes(part.getBytes(StandardCharsets.UTF_8));
  }
}
