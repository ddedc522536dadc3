package io.millrace.catalog;

import io.millrace.catalog.Action.AddVersion;
import io.millrace.catalog.Action.MoveAlias;
import io.millrace.catalog.Action.Refuse;
import io.millrace.catalog.Action.RemoveAlias;
import io.millrace.catalog.Action.ReviewVersion;
import io.millrace.catalog.CatalogException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells from the log what happened. */
final class History {
  private final LogFiles files;

  History(LogFiles files) {
    this.files = files;
  }

  /**
   * What happened to one model.
   *
   * @param newest sequence that there is
   */
  List<HistoryEntry> of(String model, long first, int most, long newest) {
    return told(first, most, newest, action -> model.equals(action.model()));
  }

  /** All that happened; see {@link #of}. */
  List<HistoryEntry> all(long first, int most, long newest) {
    return told(first, most, newest, action -> true);
  }

  /**
   * Entry by entry what happened to models, without what was refused and what had happened
   * elsewhere.
   */
  List<Commit> commits(long first, long last, Predicate<String> readable) {
    List<Commit> commits = new ArrayList<>();
    for (long sequence = first; sequence <= last; sequence++) {
      LogEntry entry = entry(sequence, last);
      List<HistoryEntry> happened =
          entry.actions().stream()
              .filter(action -> action.model() != null && !(action instanceof Refuse))
              .filter(action -> readable.test(action.model()))
              .map(action -> one(entry, action))
              .toList();
      commits.add(new Commit(sequence, entry.uuid(), happened));
    }
    return List.copyOf(commits);
  }

  private List<HistoryEntry> told(long first, int most, long newest, Predicate<Action> wanted) {
    long from = Math.max(1, first);
    long last = Math.min(newest, Math.addExact(from, most) - 1);
    List<HistoryEntry> history = new ArrayList<>();
    for (long sequence = from; sequence <= last; sequence++) {
      LogEntry entry = entry(sequence, last);
      entry.actions().stream()
          .filter(wanted)
          .flatMap(action -> told(entry, action))
          .forEach(history::add);
    }
    return List.copyOf(history);
  }

  private LogEntry entry(long sequence, long last) {
    String name = files.entryName(sequence);
    try {
      Optional<byte[]> content = files.read(name);
      if (content.isEmpty()) {
        throw new CatalogException(
            Reason.DAMAGED,
            "Cannot tell the history: log entry '%s' is missing (expected all up to %d). Restore it from a copy."
                .formatted(name, last));
      }
      return LogEntry.decode(content.get(), name);
    } catch (IOException e) {
      throw new CatalogException(
          Reason.STORAGE, "Cannot tell the history: %s.".formatted(e.getMessage()), e);
    }
  }

  private static Stream<HistoryEntry> told(LogEntry entry, Action action) {
    Stream<HistoryEntry> elsewhere =
        action instanceof Action.ImportHistory imported
            ? imported.entries().stream().map(HistoryEntry::asImported)
            : Stream.empty();
    return Stream.concat(elsewhere, Stream.of(one(entry, action)));
  }

  private static HistoryEntry one(LogEntry entry, Action action) {
    if (action instanceof AddVersion add) {
      return told(entry, action, "version", add.number(), add.status());
    }
    if (action instanceof MoveAlias move) {
      return aliased(
          entry,
          action,
          "alias",
          move.alias(),
          move.number(),
          move.previousNumber(),
          move.reason());
    }
    if (action instanceof RemoveAlias gone) {
      return aliased(
          entry, action, "remove-alias", gone.alias(), null, gone.previousNumber(), gone.reason());
    }
    if (action instanceof ReviewVersion review) {
      return told(entry, action, review.verdict().text(), review.number(), review.reason());
    }
    if (action instanceof Action.RetireVersion retire) {
      return told(entry, action, retire.lifecycle().text(), retire.number(), retire.reason());
    }
    if (action instanceof Action.Describe describe) {
      return told(entry, action, "description", describe.number(), describe.text());
    }
    if (action instanceof Action.SetTag tag) {
      String text = tag.value() == null ? tag.key() + " removed" : tag.key() + "=" + tag.value();
      return told(entry, action, "tag", tag.number(), text);
    }
    if (action instanceof Action.ReviseCard card) {
      String text = "revision " + card.revision() + ": " + card.reason();
      return told(entry, action, "card", card.number(), text);
    }
    if (action instanceof Action.ImportHistory imported) {
      return told(entry, action, "import", null, "from " + imported.source());
    }
    return ofCatalog(entry, action);
  }

  private static HistoryEntry ofCatalog(LogEntry entry, Action action) {
    if (action instanceof Refuse refuse) {
      String more =
          refuse.repeats() == 0 ? "" : " (and %d times before)".formatted(refuse.repeats());
      String text = refuse.operation() + ": " + refuse.reason() + more;
      return told(entry, action, "refused", refuse.number(), text);
    }
    if (action instanceof Action.SetRoles roles) {
      return told(entry, action, "roles", null, roles.reason());
    }
    if (action instanceof Action.CreateToken create) {
      String text =
          "%s for %s until %s"
              .formatted(create.token().id(), create.token().owner(), create.token().expires());
      return told(entry, action, "create-token", null, text);
    }
    if (action instanceof Action.RevokeToken revoke) {
      String text = "%s of %s: %s".formatted(revoke.id(), revoke.owner(), revoke.reason());
      return told(entry, action, "revoke-token", null, text);
    }
    if (action instanceof Action.AddWebhook add) {
      Webhook hook = add.webhook();
      String text = "%s for team %s: %s".formatted(hook.id(), hook.team(), hook.url());
      return told(entry, action, "add-webhook", null, text);
    }
    if (action instanceof Action.RemoveWebhook remove) {
      return told(entry, action, "remove-webhook", null, remove.id() + ": " + remove.reason());
    }
    if (action instanceof Action.CollectGarbage garbage) {
      return told(entry, action, "collect-garbage", null, garbage.dataIds().toString());
    }
    return told(entry, action, "register", null, "");
  }

  private static HistoryEntry told(
      LogEntry entry, Action action, String what, @Nullable Integer version, String reason) {
    return aliased(entry, action, what, null, version, null, reason);
  }

  private static HistoryEntry aliased(
      LogEntry entry,
      Action action,
      String what,
      @Nullable String alias,
      @Nullable Integer version,
      @Nullable Integer previous,
      String reason) {
    return new HistoryEntry(
        entry.sequence(),
        entry.time(),
        entry.actor(),
        what,
        action.model(),
        version,
        alias,
        previous,
        reason);
  }
}
