package io.millrace.server.webhook;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.Webhook;
import io.millrace.server.operate.ServerMetrics;
import io.millrace.server.watch.LogWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the catalog's webhooks what happens, each by a thread of its own while there is something
 * to tell, so that a slow one delays no other. Each is told everything at least once: how far it
 * has been told is on the disk before it is told more. The owner closes it.
 */
public final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final long END_SECONDS = 5;

  private final Catalog catalog;
  private final LogWatcher watcher;
  private final WebhookSender sender;
  private final Positions positions;
  private final Retry retry;
  private final ServerMetrics metrics;
  private final Map<String, Worker> workers = new HashMap<>();
  // True at first, so that the first failure is told.
  private boolean looked = true;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "webhook");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param folder with the key, and for positions
   * @param local whether addresses of this machine may be told
   * @throws IOException if the folder cannot be used
   */
  public Deliveries(
      Catalog catalog,
      LogWatcher watcher,
      Path folder,
      boolean local,
      Retry retry,
      ServerMetrics metrics)
      throws IOException {
    this.catalog = catalog;
    this.watcher = watcher;
    this.retry = retry;
    this.metrics = metrics;
    sender = new WebhookSender(WebhookKey.read(folder), local);
    positions = new Positions(folder.resolve("positions"));
    metrics.showFailingWebhooks(this::failing);
    watcher.listen(this::look, this::tick);
  }

  /** Looks which webhooks there are, and lets each go on. */
  public synchronized void look() {
    try {
      Set<String> ids = new HashSet<>();
      for (Webhook hook : catalog.webhooks().list()) {
        ids.add(hook.id());
        if (!workers.containsKey(hook.id())) {
          Delivery delivery = new Delivery(hook, sender, watcher, positions, retry, metrics);
          workers.put(hook.id(), new Worker(delivery));
        }
      }
      workers
          .entrySet()
          .removeIf(
              worker -> {
                boolean gone = !ids.contains(worker.getKey());
                if (gone) {
                  worker.getValue().end();
                }
                return gone;
              });
      positions.keep(ids);
      workers.values().forEach(Worker::goOn);
      looked = true;
    } catch (IOException | CatalogException e) {
      if (looked) {
        LOG.error("Cannot see which webhooks there are; trying again", e);
      }
      looked = false;
    }
  }

  private synchronized void tick() {
    if (!looked) {
      look();
    }
    long now = System.nanoTime();
    workers.values().forEach(worker -> worker.goOnIfDue(now));
  }

  private synchronized int failing() {
    return (int) workers.values().stream().filter(worker -> worker.delivery.failing()).count();
  }

  /** Lets one delivery run when it should, and never twice at the same time. */
  private final class Worker {
    private final Delivery delivery;
    private boolean running;
    private boolean news;
    private boolean ended;
    // When to try again; only if it is not running.
    private long dueNanos;
    private boolean waits;

    Worker(Delivery delivery) {
      this.delivery = delivery;
    }

    /** What waits for a further attempt is not hurried by news. */
    synchronized void goOn() {
      news = true;
      start(!waits);
    }

    synchronized void goOnIfDue(long now) {
      start(waits && dueNanos - now <= 0);
    }

    synchronized void end() {
      ended = true;
      delivery.end();
    }

    private void start(boolean due) {
      if (due && !running && !ended) {
        running = true;
        waits = false;
        threads.execute(this::run);
      }
    }

    private void run() {
      try {
        for (boolean more = true; more; ) {
          begin();
          more = !rests(delivery.run());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void begin() {
      news = false;
    }

    /**
     * @return false if it is to go on at once
     */
    private synchronized boolean rests(long pauseMs) {
      if (pauseMs == 0 && news && !ended) {
        return false;
      }
      running = false;
      waits = pauseMs > 0;
      dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
      return true;
    }
  }

  /** What is under way and not accepted is told again by the next server. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("A webhook is still being told; it may be told the same again");
      }
      positions.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("Cannot give the folder of positions back", e);
    }
  }
}
