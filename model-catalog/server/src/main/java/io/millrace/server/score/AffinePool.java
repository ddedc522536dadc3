package io.millrace.server.score;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * Lends things of which each is for one thread at a time. A thread gets the one that it had last if
 * that is free: most threads stay on their core, whose cache has the memory behind it still, and to
 * move a megabyte from another core's takes as long as half of a batch.
 */
final class AffinePool<T> {
  private final Supplier<T> maker;
  private final Deque<Returned<T>> free = new ConcurrentLinkedDeque<>();

  /**
   * @param maker makes another where none is free
   */
  AffinePool(Supplier<T> maker) {
    this.maker = maker;
  }

  private record Returned<T>(T thing, long thread) {}

  /** Who does not give it back has kept it. */
  T take() {
    long thread = Thread.currentThread().getId();
    for (Returned<T> returned : free) {
      if (returned.thread() == thread && free.remove(returned)) {
        return returned.thing();
      }
    }
    Returned<T> other = free.poll();
    return other != null ? other.thing() : maker.get();
  }

  void give(T thing) {
    free.push(new Returned<>(thing, Thread.currentThread().getId()));
  }
}
