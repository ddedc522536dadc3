package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalog's one log: follows it, and adds to it one whole entry at a time. Thread-safe. */
final class CommitLog {
  private static final Logger LOG = LoggerFactory.getLogger(CommitLog.class);
  private static final int MAX_ATTEMPTS = 200;
  private static final long MAX_PAUSE_MS = 100;

  private final LogFiles files;
  private CatalogState cached = CatalogState.EMPTY;

  CommitLog(LogFiles files) {
    this.files = files;
  }

  /** What an entry shall do, given the state that it would follow; nothing if the list is empty. */
  @FunctionalInterface
  interface Plan {
    List<Action> actions(CatalogState state);
  }

  /**
   * @throws CatalogException {@link Reason#REFUSED} if the file system can only be read
   */
  void requireWritable() {
    files.requireWritable();
  }

  /**
   * The state after the newest entry.
   *
   * @throws CatalogException if the log is damaged or cannot be read
   */
  synchronized CatalogState latest() {
    try {
      if (cached.sequence() == 0) {
        LogFiles.Listing listing = files.list();
        CatalogState next = follow(newestCheckpoint(listing.checkpoints()));
        requireNoGap(listing.entries(), next.sequence());
        cached = next;
      } else {
        cached = follow(cached);
      }
      return cached;
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE, "Cannot read the catalog's log: %s.".formatted(e.getMessage()), e);
    }
  }

  /**
   * Commits what the plan says, asking it again whenever another writer was faster.
   *
   * @return a state that includes the entry
   * @throws CatalogException {@link Reason#CONTENTION} if others were faster every time; {@link
   *     Reason#STORAGE} if it is not known whether the entry was written
   */
  CatalogState commit(String actor, Plan plan) {
    files.requireWritable();
    String uuid = UUID.randomUUID().toString();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      CatalogState state = latest();
      List<Action> actions = plan.actions(state);
      if (actions.isEmpty()) {
        return state;
      }
      LogEntry entry = next(state, uuid, actor, actions);
      if (tryCommit(entry)) {
        return checkpointed(entry.sequence(), latest());
      }
      pause(attempt);
    }
    throw new CatalogException(
        Reason.CONTENTION,
        "Cannot commit to the catalog: other writers were faster %d times. Try again."
            .formatted(MAX_ATTEMPTS));
  }

  private static LogEntry next(
      CatalogState state, String uuid, String actor, List<Action> actions) {
    return new LogEntry(
        LogEntry.VERSION,
        state.sequence() + 1,
        uuid,
        LogEntry.now(),
        actor,
        state.entrySha256(),
        actions);
  }

  /** A create that failed, or that a client repeated on its own, may still have made our entry. */
  private boolean tryCommit(LogEntry entry) {
    String name = files.entryName(entry.sequence());
    try {
      requireNoGap(files.list().entries(), entry.sequence() - 1);
      return files.createIfAbsent(name, entry.encode()) || isOurs(name, entry.uuid());
    } catch (IOException e) {
      if (isOursIfReadable(name, entry.uuid(), e)) {
        return true;
      }
      throw new CatalogException(
          Reason.STORAGE,
          "Cannot commit log entry '%s': %s. Once the file system works, try again: nothing will be done twice."
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private boolean isOurs(String name, String uuid) throws IOException {
    Optional<byte[]> content = files.read(name);
    return content.isPresent() && LogEntry.decode(content.get(), name).uuid().equals(uuid);
  }

  private boolean isOursIfReadable(String name, String uuid, IOException failure) {
    try {
      return isOurs(name, uuid);
    } catch (IOException | CatalogException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /** Looks before it folds: most of the time nothing is new, and a state is long to copy. */
  private CatalogState follow(CatalogState from) throws IOException {
    if (!files.mayHave(from.sequence() + 1)) {
      return from;
    }
    String name = files.entryName(from.sequence() + 1);
    Optional<byte[]> content = files.read(name);
    if (content.isEmpty()) {
      return from;
    }
    Fold fold = new Fold(from);
    for (long sequence = from.sequence() + 1; content.isPresent(); ) {
      fold.add(LogEntry.decode(content.get(), name), Digests.of(content.get()), name);
      sequence++;
      name = files.entryName(sequence);
      content = files.read(name);
    }
    return fold.state();
  }

  /** An entry that was deleted must not pass for the end of the log. */
  private void requireNoGap(NavigableSet<Long> entries, long last) throws IOException {
    boolean more = !entries.isEmpty() && entries.last() > last;
    // Of files that were made meanwhile a listing may have some and lack older ones.
    if (more && !entries.contains(last + 1) && files.read(files.entryName(last + 1)).isEmpty()) {
      throw new CatalogException(
          Reason.DAMAGED,
          "Cannot follow the catalog's log: entry '%s' is missing (expected all up to %d). Restore it from a copy."
              .formatted(files.entryName(last + 1), entries.last()));
    }
  }

  private CatalogState newestCheckpoint(NavigableSet<Long> checkpoints) throws IOException {
    for (long sequence : checkpoints.descendingSet()) {
      Optional<CatalogState> state = checkpoint(sequence);
      if (state.isPresent()) {
        return state.get();
      }
    }
    return CatalogState.EMPTY;
  }

  /** A checkpoint is only believed if it is whole and stands on the entry that is in the log. */
  private Optional<CatalogState> checkpoint(long sequence) throws IOException {
    String name = files.checkpointName(sequence);
    Optional<byte[]> entry = files.read(files.entryName(sequence));
    Optional<byte[]> content = files.read(name);
    if (entry.isEmpty() || content.isEmpty()) {
      return Optional.empty();
    }
    try {
      CatalogState state = Checkpoint.decode(content.get(), name).state();
      boolean stands = state.entrySha256().equals(Digests.of(entry.get()));
      return stands && state.sequence() == sequence ? Optional.of(state) : Optional.empty();
    } catch (CatalogException e) {
      LOG.debug("Ignoring checkpoint {}", name, e);
      return Optional.empty();
    }
  }

  /** Whoever writes the entry of a round number writes the checkpoint, and takes old ones away. */
  private CatalogState checkpointed(long sequence, CatalogState state) {
    if (sequence % Checkpoint.INTERVAL == 0 && state.sequence() >= sequence) {
      String name = files.checkpointName(state.sequence());
      try {
        boolean created = files.createIfAbsent(name, Checkpoint.of(state).encode());
        LOG.debug("Checkpoint {} {}", name, created ? "written" : "was there already");
        NavigableSet<Long> checkpoints = files.list().checkpoints();
        for (long old : checkpoints.descendingSet().stream().skip(Checkpoint.KEPT).toList()) {
          files.deleteCheckpoint(old);
        }
      } catch (IOException e) {
        LOG.warn("Cannot write checkpoint {}; readers will read more entries", name, e);
      }
    }
    return state;
  }

  private static void pause(int attempt) {
    long bound = Math.min(MAX_PAUSE_MS, 2L << Math.min(attempt, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(bound + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException(
          Reason.CONTENTION, "Cannot commit to the catalog: interrupted while waiting.", e);
    }
  }
}
