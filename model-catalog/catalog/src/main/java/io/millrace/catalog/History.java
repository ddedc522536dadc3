package io.millrace.catalog;

import io.millrace.catalog.Action.AddVersion;
import io.millrace.catalog.Action.MoveAlias;
import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells from the log what happened to one model. */
final class History {
  private History() {}

  static List<HistoryEntry> of(String model, LogFiles files, long last) {
    List<HistoryEntry> history = new ArrayList<>();
    try {
      for (long sequence = 1; sequence <= last; sequence++) {
        String name = files.entryName(sequence);
        Optional<byte[]> content = files.read(name);
        if (content.isEmpty()) {
          throw new CatalogException(
              Reason.DAMAGED,
              "Cannot tell the history of '%s': log entry '%s' is missing (expected all up to %d). Restore it from a copy."
                  .formatted(model, name, last));
        }
        LogEntry entry = LogEntry.decode(content.get(), name);
        entry.actions().stream()
            .filter(action -> action.model().equals(model))
            .map(action -> told(entry, action))
            .forEach(history::add);
      }
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE,
          "Cannot tell the history of '%s': %s.".formatted(model, e.getMessage()),
          e);
    }
    return List.copyOf(history);
  }

  private static HistoryEntry told(LogEntry entry, Action action) {
    if (action instanceof AddVersion add) {
      return told(entry, "version", add.number(), null, null, add.status());
    }
    if (action instanceof MoveAlias move) {
      return told(
          entry, "alias", move.number(), move.alias(), move.previousNumber(), move.reason());
    }
    return told(entry, "register", null, null, null, "");
  }

  private static HistoryEntry told(
      LogEntry entry,
      String action,
      @Nullable Integer version,
      @Nullable String alias,
      @Nullable Integer previous,
      String reason) {
    return new HistoryEntry(
        entry.sequence(), entry.time(), entry.actor(), action, version, alias, previous, reason);
  }
}
