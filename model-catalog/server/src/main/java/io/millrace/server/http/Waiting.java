package io.millrace.server.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An answer that waits for something to happen. It holds no thread meanwhile: whoever sees that
 * something has happened wakes it, and it looks what that means for it. Thread-safe.
 */
public abstract sealed class Waiting implements Outcome permits Later, Feed {
  private final Runnable onEnd;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Channel channel;

  /**
   * @param onEnd is run once, when the answer is complete or its client is gone
   */
  Waiting(Runnable onEnd) {
    this.onEnd = onEnd;
  }

  /** Something may have happened. Returns at once, and does nothing before it has begun. */
  public final void wake() {
    Channel open = channel;
    if (open != null && !ended.get() && asked.getAndIncrement() == 0) {
      try {
        open.execute(() -> run(open));
      } catch (RuntimeException e) {
        // More work waits than the server takes: the client is to come back.
        end(open, e);
      }
    }
  }

  final void begin(Channel opened) {
    channel = opened;
    opened.onGone(error -> end(opened, error));
    wake();
  }

  /** Never twice at the same time; what was asked for meanwhile is done after it. */
  private void run(Channel open) {
    int seen;
    do {
      seen = asked.get();
      try {
        if (!ended.get()) {
          step(open);
        }
      } catch (RuntimeException | Error e) {
        end(open, e);
      }
    } while (!asked.compareAndSet(seen, 0));
  }

  /** Looks what has happened, and writes of it what can be written now. */
  abstract void step(Channel open);

  /**
   * @param error null where all went well
   */
  final void end(Channel open, @Nullable Throwable error) {
    if (ended.compareAndSet(false, true)) {
      onEnd.run();
      open.complete(error);
    }
  }
}
