package io.millrace.server.watch;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.access.Operation;
import io.millrace.catalog.access.Policy;
import io.millrace.catalog.access.Question;
import io.millrace.server.access.Caller;
import io.millrace.server.access.Callers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What callers may see, asked again as soon as the log has a further entry or a second has passed.
 * So a token that was revoked, or has expired, ends what it began, and a thousand followers with
 * one token are one question to the catalog.
 */
final class Sights {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String NOBODY = "";

  private final Callers callers;
  private final LogWatcher watcher;
  private final Map<String, Sight> known = new ConcurrentHashMap<>();

  Sights(Callers callers, LogWatcher watcher) {
    this.callers = callers;
    this.watcher = watcher;
  }

  /** What one caller sees. */
  record Sight(Caller caller, Policy policy, long sequence, long atNanos) {
    Catalog catalog() {
      return caller.catalog();
    }

    boolean of(String model) {
      String team = model.substring(0, model.indexOf('/'));
      return policy
          .decide(caller.catalog().principal(), Question.of(Operation.READ, team))
          .allowed();
    }

    private boolean isFresh(long head) {
      return sequence == head && System.nanoTime() - atNanos < FRESH_NANOS;
    }
  }

  /**
   * @param authorization the header, null where there is none
   * @throws io.millrace.server.api.ApiException if it is not that of anybody any more
   */
  Sight of(@Nullable String authorization) {
    String key = authorization == null ? NOBODY : authorization;
    long head = watcher.head();
    Sight seen = known.get(key);
    if (seen != null && seen.isFresh(head)) {
      return seen;
    }
    known.remove(key);
    Caller caller = callers.identify(authorization);
    Sight fresh = new Sight(caller, caller.catalog().policy(), head, System.nanoTime());
    known.put(key, fresh);
    return fresh;
  }

  /** Forgets those who have not been asked for. */
  void forgetOld() {
    long head = watcher.head();
    known.values().removeIf(sight -> !sight.isFresh(head));
  }
}
