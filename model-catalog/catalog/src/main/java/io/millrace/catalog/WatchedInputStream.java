package io.millrace.catalog;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, which breaks off when its next bytes do not come in time: the HTTP client
 * watches only until the first ones.
 */
final class WatchedInputStream extends FilterInputStream {
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "catalog-http-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final Duration timeout;
  private volatile long waitingSinceNanos;
  private volatile boolean waiting;
  private volatile boolean timedOut;
  private final Future<?> watch;

  private WatchedInputStream(InputStream in, Duration timeout) {
    super(in);
    this.timeout = timeout;
    long period = Math.max(1, timeout.toMillis() / 4);
    this.watch = WATCH.scheduleAtFixedRate(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  static InputStream of(InputStream body, Duration timeout) {
    return new WatchedInputStream(body, timeout);
  }

  private void look() {
    if (waiting && System.nanoTime() - waitingSinceNanos > timeout.toNanos()) {
      timedOut = true;
      try {
        // Wakes up whoever reads.
        in.close();
      } catch (IOException e) {
        // It fails for the reader, too.
        timedOut = true;
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    waitingSinceNanos = System.nanoTime();
    waiting = true;
    try {
      int read = in.read(bytes, offset, length);
      requireInTime(null);
      return read;
    } catch (IOException e) {
      requireInTime(e);
      throw e;
    } finally {
      waiting = false;
    }
  }

  private void requireInTime(@Nullable IOException cause) throws IOException {
    if (timedOut) {
      HttpTimeoutException late =
          new HttpTimeoutException("no bytes came for %s".formatted(timeout));
      late.initCause(cause);
      throw late;
    }
  }

  @Override
  public void close() throws IOException {
    watch.cancel(false);
    super.close();
  }
}
