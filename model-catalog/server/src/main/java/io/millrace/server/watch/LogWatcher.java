package io.millrace.server.watch;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.Commit;
import io.millrace.server.operate.ServerMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for new entries of the log, in one thread for the whole server, keeps the newest of them,
 * and says that there are some. So it sees what other servers and programs write. The owner closes
 * it.
 */
public final class LogWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogWatcher.class);
  private static final int KEPT = 1000;
  private static final int AT_ONCE = 100;
  private static final long TICK_MS = 1000;

  private final Catalog catalog;
  private final Duration interval;
  private final ServerMetrics metrics;
  private final List<Runnable> onNews = new CopyOnWriteArrayList<>();
  private final List<Runnable> onTick = new CopyOnWriteArrayList<>();
  // The newest commits without a gap, up to the head.
  private final Deque<Commit> recent = new ArrayDeque<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread watcher = new Thread(task, "log-watcher");
            watcher.setDaemon(true);
            return watcher;
          });
  private volatile long head;
  private boolean failing;

  /**
   * @param catalog that may read everything
   * @param interval between two looks
   */
  public LogWatcher(Catalog catalog, Duration interval, ServerMetrics metrics) {
    this.catalog = catalog;
    this.interval = interval;
    this.metrics = metrics;
  }

  /**
   * Whom to tell.
   *
   * @param news run when there are new entries
   * @param tick run about once a second
   */
  public void listen(Runnable news, Runnable tick) {
    onNews.add(news);
    onTick.add(tick);
  }

  /**
   * Begins to look; what is in the log already is no news.
   *
   * @throws CatalogException if the log cannot be read
   */
  @SuppressWarnings(
      "FutureReturnValueIgnored") // Both log what goes wrong, and end with the thread.
  public void start() {
    head = catalog.sequence();
    long pauseMs = interval.toMillis();
    thread.scheduleWithFixedDelay(this::look, pauseMs, pauseMs, TimeUnit.MILLISECONDS);
    long tickMs = Math.min(TICK_MS, pauseMs);
    thread.scheduleWithFixedDelay(this::tick, tickMs, tickMs, TimeUnit.MILLISECONDS);
  }

  /** The sequence of the newest entry that was seen. */
  public long head() {
    return head;
  }

  /** Whether what came after an entry is in memory. */
  boolean remembers(long after) {
    synchronized (recent) {
      return after >= head || (!recent.isEmpty() && recent.peekFirst().sequence() <= after + 1);
    }
  }

  /** What came after an entry, up to the head: some of it, oldest first; none if nothing did. */
  public List<Commit> commits(long after) {
    synchronized (recent) {
      if (remembers(after)) {
        return recent.stream().filter(commit -> commit.sequence() > after).limit(AT_ONCE).toList();
      }
    }
    return catalog.commits(after, (int) Math.min(AT_ONCE, head - after));
  }

  private void tick() {
    try {
      onTick.forEach(Runnable::run);
    } catch (RuntimeException e) {
      // Else there would be no further one.
      LOG.error("Cannot wake those who wait; trying again", e);
    }
  }

  /** The file system may be away for a while; what was written meanwhile is seen afterwards. */
  private void look() {
    try {
      boolean news = false;
      for (List<Commit> more = catalog.commits(head, AT_ONCE);
          !more.isEmpty();
          more = catalog.commits(head, AT_ONCE)) {
        remember(more);
        news = true;
      }
      failing = false;
      if (news) {
        onNews.forEach(Runnable::run);
      }
    } catch (RuntimeException e) {
      if (thread.isShutdown()) {
        return;
      }
      metrics.watchFailed();
      if (!failing) {
        LOG.error("Cannot see what is new in the log; looking goes on", e);
      }
      failing = true;
    }
  }

  private void remember(List<Commit> more) {
    synchronized (recent) {
      recent.addAll(more);
      while (recent.size() > KEPT) {
        recent.removeFirst();
      }
      head = more.get(more.size() - 1).sequence();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
