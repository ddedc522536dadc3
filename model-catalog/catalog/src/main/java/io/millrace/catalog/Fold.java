package io.millrace.catalog;

import io.millrace.catalog.CatalogException.Reason;

/** Adds entries to a state, one after the other, and refuses those that cannot follow. */
final class Fold {
  private final Effects effects;
  private CatalogState base;
  private long sequence;
  private String entrySha256;

  Fold(CatalogState from) {
    base = from;
    effects = new Effects(from);
    sequence = from.sequence();
    entrySha256 = from.entrySha256();
  }

  /** Sees each action before it is applied. */
  @FunctionalInterface
  interface Witness {
    void see(Effects before, Action action);
  }

  /**
   * @param fileSha256 of the entry's file
   * @param file names the file in errors
   */
  void add(LogEntry entry, String fileSha256, String file) {
    add(entry, fileSha256, file, (before, action) -> {});
  }

  void add(LogEntry entry, String fileSha256, String file, Witness witness) {
    require(entry.sequence() == sequence + 1, file, "sequence", entry.sequence(), sequence + 1);
    require(
        entry.prevSha256().equals(entrySha256),
        file,
        "digest of the previous entry",
        entry.prevSha256(),
        entrySha256);
    for (Action action : entry.actions()) {
      witness.see(effects, action);
      effects.apply(action, entry.time(), entry.actor(), file);
    }
    sequence = entry.sequence();
    entrySha256 = fileSha256;
  }

  /** The state now, which is the one that was given if nothing was added. */
  CatalogState state() {
    if (sequence != base.sequence()) {
      base = effects.state(sequence, entrySha256);
    }
    return base;
  }

  static void require(boolean holds, String file, String what, Object found, Object expected) {
    if (!holds) {
      throw new CatalogException(
          Reason.DAMAGED,
          "Cannot follow %s: %s is %s (expected %s). The log was changed after it was written: run verify, and restore it from a copy."
              .formatted(file, what, found, expected));
    }
  }
}
