package io.millrace.handoff;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;

/**
 * One run of a pipeline at a time: {@code runs/<pipeline>/lock.json}. The owner renews it; a lock
 * that was not renewed for a while, or whose process on this host is gone, may be taken over.
 */
public final class RunLock implements AutoCloseable {
  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final Duration EXPIRY = Duration.ofSeconds(60);

  private final Storage storage;
  private final Path file;
  private final String token;
  private final ScheduledExecutorService renewer;
  private final ScheduledFuture<?> renewal;

  /** Who holds the lock. */
  public record Owner(
      int version,
      String token,
      String runId,
      String user,
      String host,
      long pid,
      String since,
      String renewed) {}

  private RunLock(Storage storage, Path file, Owner owner) {
    this.storage = storage;
    this.file = file;
    this.token = owner.token();
    this.renewer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "run-lock");
              thread.setDaemon(true);
              return thread;
            });
    this.renewal =
        renewer.scheduleAtFixedRate(
            () -> renew(owner), RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Takes the lock of a pipeline.
   *
   * @param folder {@code runs/<pipeline>}
   * @throws IllegalStateException if another run holds it; says which, and since when
   */
  public static RunLock take(Storage storage, Path folder, String runId) throws IOException {
    Path file = new Path(folder, "lock.json");
    Owner mine = owner(runId);
    for (int attempt = 0; attempt < 5; attempt++) {
      if (ExclusiveFile.create(storage.hadoop(), file, Json.bytes(mine))) {
        return new RunLock(storage, file, mine);
      }
      Optional<Owner> other = read(storage, file);
      if (other.isPresent() && alive(other.get())) {
        throw held(folder, other.get());
      }
      if (other.isPresent()) {
        takeAway(storage, file, other.get());
      }
    }
    throw new IllegalStateException(
        "Cannot lock '%s': others take the lock all the time. Try again.".formatted(folder));
  }

  /** Moves a dead lock aside by a name that only one taker can use. */
  private static void takeAway(Storage storage, Path file, Owner dead) throws IOException {
    Path aside = new Path(file.getParent(), ".lock-" + dead.token());
    if (ExclusiveFile.create(storage.hadoop(), aside, new byte[0])) {
      storage.fs(file).delete(file, false);
      storage.fs(file).delete(aside, false);
    }
  }

  private static Owner owner(String runId) throws IOException {
    String now = Instant.now().toString();
    return new Owner(
        1,
        UUID.randomUUID().toString(),
        runId,
        System.getProperty("user.name"),
        host(),
        ProcessHandle.current().pid(),
        now,
        now);
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  private static Optional<Owner> read(Storage storage, Path file) throws IOException {
    Optional<byte[]> bytes = storage.readIfPresent(file);
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.read(bytes.get(), Owner.class, 1, file.toString()));
  }

  private static boolean alive(Owner owner) throws IOException {
    if (owner.host().equals(host())) {
      Optional<ProcessHandle> process = ProcessHandle.of(owner.pid());
      if (process.isEmpty() || startedAfter(process.get(), owner)) {
        return false;
      }
      return true;
    }
    return Duration.between(Instant.parse(owner.renewed()), Instant.now()).compareTo(EXPIRY) < 0;
  }

  /** A process that began after the lock was taken only has the owner's old number. */
  private static boolean startedAfter(ProcessHandle process, Owner owner) {
    return process
        .info()
        .startInstant()
        .map(start -> start.isAfter(Instant.parse(owner.since()).plusSeconds(1)))
        .orElse(false);
  }

  private static IllegalStateException held(Path folder, Owner owner) {
    return new IllegalStateException(
        "Cannot run '%s': run %s by %s (process %d on %s) has been at work since %s. Wait for it, or end that process."
            .formatted(
                folder.getName(),
                owner.runId(),
                owner.user(),
                owner.pid(),
                owner.host(),
                owner.since()));
  }

  private void renew(Owner owner) {
    try {
      storage.writeJson(
          file,
          new Owner(
              owner.version(),
              owner.token(),
              owner.runId(),
              owner.user(),
              owner.host(),
              owner.pid(),
              owner.since(),
              Instant.now().toString()));
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(RunLock.class)
          .warn(
              "Cannot renew the lock '{}'; it expires unless the next renewal succeeds.", file, e);
    }
  }

  @Override
  public void close() throws IOException {
    renewal.cancel(false);
    renewer.shutdown();
    try {
      if (!renewer.awaitTermination(5, TimeUnit.SECONDS)) {
        renewer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Optional<Owner> owner = read(storage, file);
    if (owner.isPresent() && owner.get().token().equals(token)) {
      storage.fs(file).delete(file, false);
    }
  }
}
