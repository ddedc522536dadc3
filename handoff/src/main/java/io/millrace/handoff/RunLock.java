package io.millrace.handoff;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a pipeline at a time: {@code runs/<pipeline>/lock.json}. The owner renews it; a lock
 * that was not renewed for a while, or whose process on this host is gone, may be taken over. An
 * owner that finds its lock in other hands must stop: see {@link #onLoss}.
 */
public final class RunLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int RACES = 5;

  private final LockFile file;
  private volatile Owner owner;
  private final LockTime time;
  private final ScheduledExecutorService renewer;
  private final ScheduledFuture<?> renewal;
  private @Nullable Consumer<String> listener;
  private @Nullable String loss;
  private boolean closed;

  /**
   * Who holds the lock.
   *
   * @param token tells this holding from any other
   * @param since when it was taken, ISO-8601 in UTC
   * @param renewed when its owner was last heard of
   */
  public record Owner(
      int version,
      String token,
      String runId,
      String user,
      String host,
      long pid,
      String since,
      String renewed) {
    /** Who it is and since when, for people. */
    public String text() {
      return "run %s by %s (process %d on %s)".formatted(runId, user, pid, host);
    }

    private Owner with(String run, Instant now) {
      return new Owner(version, token, run, user, host, pid, since, now.toString());
    }
  }

  private RunLock(LockFile file, Owner owner, LockTime time) {
    this.file = file;
    this.owner = owner;
    this.time = time;
    this.renewer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "run-lock");
              thread.setDaemon(true);
              return thread;
            });
    this.renewal =
        renewer.scheduleAtFixedRate(
            this::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Takes the lock of a pipeline, or refuses at once.
   *
   * @param folder {@code runs/<pipeline>}
   * @throws IllegalStateException if another run holds it; says which, and since when
   */
  public static RunLock take(Storage storage, Path folder, String runId) throws IOException {
    return take(storage, folder, runId, Duration.ZERO, held -> {});
  }

  /**
   * Takes the lock of a pipeline as soon as it is free.
   *
   * @param folder {@code runs/<pipeline>}
   * @param wait how long to wait for another run at most; zero refuses at once
   * @param waiting told once who is waited for
   * @throws IllegalStateException if another run still holds it then; says which, and since when
   */
  public static RunLock take(
      Storage storage, Path folder, String runId, Duration wait, Consumer<Owner> waiting)
      throws IOException {
    return take(storage, folder, runId, wait, waiting, LockTime.SYSTEM);
  }

  static RunLock take(
      Storage storage,
      Path folder,
      String runId,
      Duration wait,
      Consumer<Owner> waiting,
      LockTime time)
      throws IOException {
    LockFile file = new LockFile(storage, folder);
    Instant end = time.now().plus(wait);
    boolean told = false;
    for (int races = 0; races < RACES; ) {
      Owner mine = LockFile.mine(runId, time.now());
      if (file.create(mine)) {
        return new RunLock(file, mine, time);
      }
      Optional<Owner> other = file.read();
      if (other.isEmpty()) {
        races++;
      } else if (!LockFile.alive(other.get(), time.now())) {
        file.takeAway(other.get(), time.now());
        races++;
      } else if (time.now().isBefore(end)) {
        if (!told) {
          waiting.accept(other.get());
          told = true;
        }
        pause(time, folder);
      } else {
        throw held(folder, other.get(), wait);
      }
    }
    throw new IllegalStateException(
        "Cannot lock '%s': others take the lock all the time. Try again.".formatted(folder));
  }

  /** The run that is at work on a pipeline, empty where none is. */
  public static Optional<Owner> holder(Storage storage, Path folder) throws IOException {
    Optional<Owner> owner = new LockFile(storage, folder).read();
    return owner.isPresent() && LockFile.alive(owner.get(), Instant.now())
        ? owner
        : Optional.empty();
  }

  private static void pause(LockTime time, Path folder) {
    try {
      time.pause(RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Cannot wait for the lock of '%s': this thread was interrupted.".formatted(folder), e);
    }
  }

  private static IllegalStateException held(Path folder, Owner owner, Duration wait) {
    return new IllegalStateException(
        "Cannot run '%s': %s has been at work since %s (expected no other run%s). %s, or end that process."
            .formatted(
                folder.getName(),
                owner.text(),
                owner.since(),
                wait.isZero() ? "" : " after a wait of " + wait.toSeconds() + " s",
                wait.isZero() ? "Wait for it with --wait 30m" : "Wait longer with --wait"));
  }

  /** Names the run, where it is another than was planned before the lock was there. */
  public synchronized void name(String runId) throws IOException {
    if (!owner.runId().equals(runId) && checkLoss().isEmpty()) {
      owner = owner.with(runId, time.now());
      synchronized (file) {
        file.replace(owner);
      }
    }
  }

  /**
   * Names who must hear that the lock is in other hands, from a thread of the lock; at once, if it
   * is already. The run must not write on then.
   *
   * @param listener takes a sentence for people
   */
  public void onLoss(Consumer<String> listener) {
    String known;
    synchronized (this) {
      this.listener = listener;
      known = loss;
    }
    if (known != null) {
      listener.accept(known);
    }
  }

  /**
   * Looks whether this lock is still held.
   *
   * @return why the run must not go on, empty where it may
   */
  public Optional<String> checkLoss() throws IOException {
    Optional<Owner> found;
    // Where a rename cannot overwrite at once, the file is away for a moment when it is renewed.
    synchronized (file) {
      found = file.read();
    }
    if (!isMine(found)) {
      lost(found);
    }
    return loss();
  }

  private boolean isMine(Optional<Owner> found) {
    return found.filter(o -> o.token().equals(owner.token())).isPresent();
  }

  private synchronized Optional<String> loss() {
    return Optional.ofNullable(loss);
  }

  /** Says that the owner is still there; an owner that stood still for long may learn of a loss. */
  void renew() {
    try {
      if (loss().isPresent()) {
        return;
      }
      Optional<Owner> found;
      synchronized (file) {
        found = file.read();
        if (isMine(found)) {
          file.replace(owner.with(owner.runId(), time.now()));
        }
      }
      if (!isMine(found)) {
        lost(found);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "Cannot renew the lock '{}'; it expires unless the next renewal succeeds.",
          file.path(),
          e);
    }
  }

  private void lost(Optional<Owner> other) {
    String text =
        "Cannot go on with run %s: its lock %s (expected that this process renews it every %d s). Run the same command again%s."
            .formatted(
                owner.runId(),
                other
                    .map(o -> "was taken over by " + o.text() + " at " + o.since())
                    .orElse("is gone, so another run had taken it over"),
                RENEWAL.toSeconds(),
                other.isPresent() ? " when that run has ended" : "");
    Consumer<String> told;
    synchronized (this) {
      if (closed || loss != null) {
        return;
      }
      loss = text;
      told = listener;
    }
    if (told != null) {
      told.accept(text);
    }
  }

  /** Gives the lock back, unless it is in other hands. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    renewal.cancel(false);
    renewer.shutdown();
    try {
      if (!renewer.awaitTermination(5, TimeUnit.SECONDS)) {
        renewer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    file.remove(owner.token());
  }
}
