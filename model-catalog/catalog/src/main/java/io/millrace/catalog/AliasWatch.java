package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks where an alias points, again and again, since a file system tells nobody of changes. */
final class AliasWatch {
  private static final long LOOK_AGAIN_MILLIS = 500;

  private AliasWatch() {}

  /** See {@link CatalogReader#follow}. */
  static OptionalInt follow(
      Supplier<Resolver> now, String model, String alias, int known, Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      OptionalInt moved = elsewhere(now.get(), model, alias, known);
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (moved.isPresent() || left <= 0) {
        return moved;
      }
      pause(Math.min(left, LOOK_AGAIN_MILLIS), model, alias);
    }
  }

  private static OptionalInt elsewhere(Resolver now, String model, String alias, int known) {
    if (known == 0 && !now.model(model).aliases().containsKey(alias)) {
      return OptionalInt.empty();
    }
    int version = now.version(model + "@" + alias).version();
    return version == known ? OptionalInt.empty() : OptionalInt.of(version);
  }

  private static void pause(long millis, String model, String alias) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(
          Reason.STORAGE, "Cannot follow '%s@%s': interrupted.".formatted(model, alias), e);
    }
  }
}
