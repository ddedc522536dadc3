package io.millrace.catalog;

import io.millrace.catalog.access.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which refusals get an entry of their own. Whoever is refused must not be able to fill the log: of
 * what the same principal asks of the same model, one in a minute is logged, and it tells how many
 * others there were since the last; and all together, {@link #MOST_PER_MINUTE} in a minute.
 * Thread-safe.
 */
final class Refusals {
  static final int MOST_PER_MINUTE = 60;

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_KEYS = 1000;

  private final Clock clock;
  private final Map<Attempt, Seen> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Seen> eldest) {
          return size() > MOST_KEYS;
        }
      };
  private Instant windowStart = Instant.MIN;
  private int inWindow;

  Refusals(Clock clock) {
    this.clock = clock;
  }

  /** What was tried, and by whom. */
  record Attempt(
      String actor, Operation operation, @Nullable String model, @Nullable Integer version) {}

  private record Seen(Instant logged, int since) {}

  /** How many went by without an entry since the last; empty if this one shall do so as well. */
  synchronized Optional<Integer> admit(Attempt attempt) {
    Instant now = clock.instant();
    Seen last = seen.getOrDefault(attempt, new Seen(Instant.MIN, 0));
    if (within(last.logged(), now) || !roomInWindow(now)) {
      seen.put(attempt, new Seen(last.logged(), last.since() + 1));
      return Optional.empty();
    }
    inWindow++;
    seen.put(attempt, new Seen(now, 0));
    return Optional.of(last.since());
  }

  private boolean roomInWindow(Instant now) {
    if (!within(windowStart, now)) {
      windowStart = now;
      inWindow = 0;
    }
    return inWindow < MOST_PER_MINUTE;
  }

  private static boolean within(Instant start, Instant now) {
    return start.isAfter(now.minus(WINDOW));
  }
}
