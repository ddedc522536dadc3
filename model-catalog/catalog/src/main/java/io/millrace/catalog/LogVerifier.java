package io.millrace.catalog;

import io.millrace.catalog.Action.AddVersion;
import io.millrace.catalog.Action.ReviseCard;
import io.millrace.catalog.access.Decision;
import io.millrace.catalog.access.Principal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Reads the whole log and all checkpoints, and goes on after a problem to find the others. Used
 * once.
 */
final class LogVerifier {
  private final LogFiles files;
  private final List<String> problems = new ArrayList<>();
  private final List<Added> added = new ArrayList<>();
  private final Fold fold = new Fold(CatalogState.EMPTY);
  private String previousSha256 = Digests.NONE;
  private long entries;

  LogVerifier(LogFiles files) {
    this.files = files;
  }

  /**
   * A folder of data that an entry adds.
   *
   * @param text names what it belongs to
   */
  record Added(String text, String dataId, String manifestSha256, boolean version) {}

  void run() throws IOException {
    LogFiles.Listing listing = files.list();
    NavigableSet<Long> checkpoints = listing.checkpoints();
    NavigableSet<Long> sequences = listing.entries();
    long last = sequences.isEmpty() ? 0 : sequences.last();
    for (long sequence = 1; sequence <= last; sequence++) {
      verifyEntry(sequence);
      if (checkpoints.contains(sequence)) {
        verifyCheckpoint(sequence);
      }
    }
    for (long beyond : checkpoints.tailSet(last, false)) {
      // It may have been written after the listing had passed its entry.
      if (files.read(files.entryName(beyond)).isEmpty()) {
        problems.add(
            "Checkpoint '%s' speaks of entry %d, but the log ends at %d: later entries are missing."
                .formatted(files.checkpointName(beyond), beyond, last));
      }
    }
  }

  List<String> problems() {
    return problems;
  }

  List<Added> added() {
    return added;
  }

  /** The state after the last entry; empty if the log has problems. */
  Optional<CatalogState> state() {
    return problems.isEmpty() ? Optional.of(fold.state()) : Optional.empty();
  }

  long entries() {
    return entries;
  }

  private void verifyEntry(long sequence) throws IOException {
    String name = files.entryName(sequence);
    Optional<byte[]> content = files.read(name);
    if (content.isEmpty()) {
      problems.add("Log entry '%s' is missing.".formatted(name));
      return;
    }
    entries++;
    String sha256 = Digests.of(content.get());
    try {
      LogEntry entry = LogEntry.decode(content.get(), name);
      collect(entry);
      verifyPlace(entry, sequence, name);
      if (problems.isEmpty()) {
        List<String> unlawful = new ArrayList<>();
        fold.add(
            entry, sha256, name, (before, action) -> judge(before, action, entry, name, unlawful));
        problems.addAll(unlawful);
      }
    } catch (CatalogException e) {
      problems.add(e.getMessage());
    }
    previousSha256 = sha256;
  }

  private void verifyPlace(LogEntry entry, long sequence, String name) {
    if (entry.sequence() != sequence) {
      problems.add(
          "Log entry '%s' says that it is number %d (expected %d)."
              .formatted(name, entry.sequence(), sequence));
    }
    if (!entry.prevSha256().equals(previousSha256)) {
      problems.add(
          "Log entry '%s' follows a file with SHA-256 %s (expected %s, that of entry %d as it is now): one of the two was changed."
              .formatted(name, entry.prevSha256(), previousSha256, sequence - 1));
    }
  }

  /** A program that writes files as it likes can write such an entry, but not unseen. */
  private static void judge(
      Effects before, Action action, LogEntry entry, String name, List<String> unlawful) {
    try {
      Decision decision = Authorization.decide(before, Principal.user(entry.actor()), action);
      if (!decision.allowed()) {
        unlawful.add(
            "Log entry '%s' does what its actor may not: %s.".formatted(name, decision.reason()));
      }
    } catch (IllegalArgumentException e) {
      unlawful.add("Log entry '%s' has no actor that can be: %s".formatted(name, e.getMessage()));
    }
  }

  private void collect(LogEntry entry) {
    for (Action action : entry.actions()) {
      if (action instanceof AddVersion add) {
        added.add(
            new Added(
                add.model() + " version " + add.number(),
                add.dataId(),
                add.manifestSha256(),
                true));
      } else if (action instanceof ReviseCard card) {
        String text =
            "revision %d of the card of %s version %d"
                .formatted(card.revision(), card.model(), card.number());
        added.add(new Added(text, card.dataId(), card.manifestSha256(), false));
      }
    }
  }

  /** Only comparable while the log itself is sound. */
  private void verifyCheckpoint(long sequence) throws IOException {
    String name = files.checkpointName(sequence);
    Optional<byte[]> content = files.read(name);
    if (content.isEmpty()) {
      // A writer has put a newer one in its place.
      return;
    }
    try {
      Checkpoint found = Checkpoint.decode(content.get(), name);
      if (problems.isEmpty() && !found.equals(Checkpoint.of(fold.state()))) {
        problems.add(
            "Checkpoint '%s' differs from what the log comes to. Delete it: it is only a cache."
                .formatted(name));
      }
    } catch (CatalogException e) {
      problems.add(e.getMessage());
    }
  }
}
