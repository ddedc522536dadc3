package io.millrace.server.webhook;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.Commit;
import io.millrace.catalog.Webhook;
import io.millrace.server.operate.ServerMetrics;
import io.millrace.server.watch.LogWatcher;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one webhook what happens, in order: the next thing only when the one before was accepted,
 * or given up. Run by one thread at a time.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** Entries of the log that say nothing to the webhook, and are read again after a restart. */
  private static final int MOST_UNWRITTEN = 100;

  private final Webhook hook;
  private final WebhookSender sender;
  private final LogWatcher watcher;
  private final Positions positions;
  private final Retry retry;
  private final ServerMetrics metrics;
  private long position;
  // Of the messages of the entry behind the position.
  private int accepted;
  // As it is on the disk.
  private long written;
  private long firstFailureNanos;
  private volatile int failures;
  private volatile boolean ended;

  Delivery(
      Webhook hook,
      WebhookSender sender,
      LogWatcher watcher,
      Positions positions,
      Retry retry,
      ServerMetrics metrics)
      throws IOException {
    this.hook = hook;
    this.sender = sender;
    this.watcher = watcher;
    this.positions = positions;
    this.retry = retry;
    this.metrics = metrics;
    position = positions.read(hook);
    written = position;
  }

  /** Lets it tell nothing more but what it is telling now. */
  void end() {
    ended = true;
  }

  boolean failing() {
    return failures > 0;
  }

  /**
   * Tells what there is to tell.
   *
   * @return 0 if nothing is left, or else in how many milliseconds to try again
   * @throws InterruptedException if it is to end
   */
  long run() throws InterruptedException {
    try {
      while (position < watcher.head()) {
        List<Commit> commits = watcher.commits(position);
        for (Commit commit : commits) {
          if (!tell(commit)) {
            return Math.max(1, retry.pauseMs(failures));
          }
        }
        if (position - written >= MOST_UNWRITTEN) {
          write();
        }
      }
      return 0;
    } catch (IOException | CatalogException e) {
      failures++;
      LOG.error("Cannot go on telling webhook {}; trying again", hook.id(), e);
      return Math.max(1, retry.pauseMs(failures));
    }
  }

  /**
   * @return false if it is to be tried again
   */
  private boolean tell(Commit commit) throws IOException, InterruptedException {
    List<Message> messages = Message.of(hook, commit);
    while (accepted < messages.size()) {
      if (ended || !tell(messages.get(accepted))) {
        return false;
      }
      accepted++;
    }
    accepted = 0;
    position = commit.sequence();
    if (!messages.isEmpty()) {
      write();
    }
    return true;
  }

  private void write() throws IOException {
    positions.write(hook, position);
    written = position;
  }

  private boolean tell(Message message) throws InterruptedException {
    try {
      sender.send(hook, message);
      if (failures > 0) {
        LOG.info("Webhook {} accepts messages again after {} failures", hook.id(), failures);
      }
      metrics.told("accepted");
      failures = 0;
      return true;
    } catch (IOException | RuntimeException e) {
      return failed(message, e);
    }
  }

  private boolean failed(Message message, Exception error) {
    if (failures == 0) {
      firstFailureNanos = System.nanoTime();
      LOG.warn(
          "Webhook {} did not accept {}: {}; trying again", hook.id(), message.id(), text(error));
    }
    failures++;
    if (System.nanoTime() - firstFailureNanos < retry.giveUp().toNanos()) {
      metrics.told("failed");
      return false;
    }
    LOG.error(
        "Webhook {} has not accepted {} in {} attempts, and is not told it any more: {}",
        hook.id(),
        message.id(),
        failures,
        text(error));
    metrics.told("dropped");
    failures = 0;
    return true;
  }

  private static String text(Exception error) {
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }
}
