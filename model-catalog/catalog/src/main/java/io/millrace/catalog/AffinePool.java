package io.millrace.catalog;

import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Lends things of which each is for one thread at a time. A thread gets the one that it had last if
 * that is free: most threads stay on their core, whose cache has the memory behind it still, and to
 * move a megabyte from another core's takes as long as half of a batch.
 */
final class AffinePool<T> {
  private static final long NOBODY = -1;

  private final Deque<Returned<T>> free = new ConcurrentLinkedDeque<>();

  AffinePool(Collection<? extends T> things) {
    things.forEach(thing -> free.add(new Returned<>(thing, NOBODY)));
  }

  private record Returned<T>(T thing, long thread) {}

  /** Null if none is free. */
  @Nullable T take() {
    long thread = Thread.currentThread().getId();
    for (Returned<T> returned : free) {
      if (returned.thread() == thread && free.remove(returned)) {
        return returned.thing();
      }
    }
    Returned<T> other = free.poll();
    return other == null ? null : other.thing();
  }

  void give(T thing) {
    free.push(new Returned<>(thing, Thread.currentThread().getId()));
  }
}
