package io.millrace.server.web;

import io.millrace.catalog.access.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who has signed in. Sessions live in memory alone and hold no token: what a browser shows is worth
 * nothing after it has signed out, after a while, or when the server has ended. Thread-safe.
 */
final class Sessions {
  static final Duration LONGEST = Duration.ofHours(12);
  static final Duration IDLE = Duration.ofHours(1);
  static final int MOST = 10_000;

  private final Clock clock;
  private final Map<String, Session> sessions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MOST;
        }
      };

  Sessions(Clock clock) {
    this.clock = clock;
  }

  /**
   * Begins one, whose id nobody has seen before it: what the browser showed until now is not it.
   */
  synchronized String begin(Principal principal, String tokenId) {
    Instant now = clock.instant();
    removeOldest(now);
    String id = Secrets.random();
    sessions.put(id, new Session(principal, tokenId, now, now));
    return id;
  }

  /** They stand in the order in which they began. */
  private void removeOldest(Instant now) {
    Iterator<Session> oldest = sessions.values().iterator();
    while (oldest.hasNext() && ended(oldest.next(), now)) {
      oldest.remove();
    }
  }

  /** One that has not ended, which begins to be idle anew. */
  synchronized Optional<Session> find(String id) {
    Instant now = clock.instant();
    Session session = sessions.get(id);
    if (session == null || ended(session, now)) {
      sessions.remove(id);
      return Optional.empty();
    }
    Session seen = session.seenAt(now);
    sessions.put(id, seen);
    return Optional.of(seen);
  }

  synchronized void end(String id) {
    sessions.remove(id);
  }

  private static boolean ended(Session session, Instant now) {
    return !now.isBefore(session.began().plus(LONGEST)) || !now.isBefore(session.seen().plus(IDLE));
  }
}
