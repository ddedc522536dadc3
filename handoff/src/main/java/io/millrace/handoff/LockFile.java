package io.millrace.handoff;

import io.millrace.handoff.RunLock.Owner;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/** {@code lock.json}: who holds it, whether he is still there, and how it changes hands. */
final class LockFile {
  static final String NAME = "lock.json";

  /** How long an owner on another host may be silent. */
  static final Duration EXPIRY = Duration.ofSeconds(60);

  private final Storage storage;
  private final Path file;

  /**
   * @param folder {@code runs/<pipeline>}
   */
  LockFile(Storage storage, Path folder) {
    this.storage = storage;
    this.file = new Path(folder, NAME);
  }

  Path path() {
    return file;
  }

  /** This process, from now on. */
  static Owner mine(String runId, Instant now) throws IOException {
    return new Owner(
        1,
        UUID.randomUUID().toString(),
        runId,
        System.getProperty("user.name"),
        host(),
        ProcessHandle.current().pid(),
        now.toString(),
        now.toString());
  }

  Optional<Owner> read() throws IOException {
    Optional<byte[]> bytes = storage.readIfPresent(file);
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.read(bytes.get(), Owner.class, 1, file.toString()));
  }

  /** True if nobody held the lock and this owner does now. */
  boolean create(Owner owner) throws IOException {
    return ExclusiveFile.create(storage.hadoop(), file, Json.bytes(owner));
  }

  void replace(Owner owner) throws IOException {
    ExclusiveFile.replace(storage.hadoop(), file, Json.bytes(owner));
  }

  /** Removes the lock if it is this owner's. */
  void remove(String token) throws IOException {
    if (holds(token)) {
      storage.fs(file).delete(file, false);
    }
  }

  boolean holds(String token) throws IOException {
    return read().filter(owner -> owner.token().equals(token)).isPresent();
  }

  /** Removes a dead owner's lock; of several takers one does, whoever makes the mark beside it. */
  void takeAway(Owner dead, Instant now) throws IOException {
    Path mark = new Path(file.getParent(), ".lock-" + dead.token());
    if (ExclusiveFile.create(storage.hadoop(), mark, new byte[0])) {
      try {
        // Another taker may have been quicker, and have the lock by now.
        remove(dead.token());
      } finally {
        storage.fs(file).delete(mark, false);
      }
    } else if (isForgotten(mark, now)) {
      storage.fs(file).delete(mark, false);
    }
  }

  /** A taker that was killed leaves its mark. */
  private boolean isForgotten(Path mark, Instant now) throws IOException {
    try {
      long made = storage.fs(mark).getFileStatus(mark).getModificationTime();
      return Duration.between(Instant.ofEpochMilli(made), now).compareTo(EXPIRY) > 0;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Whether the owner is at work: on this host by its process, elsewhere by what it renews. */
  static boolean alive(Owner owner, Instant now) throws IOException {
    if (owner.host().equals(host())) {
      return ProcessHandle.of(owner.pid())
          .filter(process -> !startedAfter(process, owner))
          .isPresent();
    }
    return Duration.between(Instant.parse(owner.renewed()), now).compareTo(EXPIRY) < 0;
  }

  /** A process that began after the lock was taken only has the owner's old number. */
  private static boolean startedAfter(ProcessHandle process, Owner owner) {
    return process
        .info()
        .startInstant()
        .map(start -> start.isAfter(Instant.parse(owner.since()).plusSeconds(1)))
        .orElse(false);
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }
}
