package io.millrace.catalog;

import io.millrace.catalog.Action.AddVersion;
import io.millrace.catalog.Action.MoveAlias;
import io.millrace.catalog.Action.RegisterModel;
import io.millrace.catalog.CatalogException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds entries to a state, one after the other, and refuses those that cannot follow. */
final class Fold {
  private final Map<String, ModelEntry> models;
  private final Map<String, String> manifests;
  private long sequence;
  private String entrySha256;

  Fold(CatalogState from) {
    models = new TreeMap<>(from.models());
    manifests = new HashMap<>(from.manifests());
    sequence = from.sequence();
    entrySha256 = from.entrySha256();
  }

  /**
   * @param fileSha256 of the entry's file
   * @param file names the file in errors
   */
  void add(LogEntry entry, String fileSha256, String file) {
    require(entry.sequence() == sequence + 1, file, "sequence", entry.sequence(), sequence + 1);
    require(
        entry.prevSha256().equals(entrySha256),
        file,
        "digest of the previous entry",
        entry.prevSha256(),
        entrySha256);
    entry.actions().forEach(action -> apply(action, entry, file));
    sequence = entry.sequence();
    entrySha256 = fileSha256;
  }

  CatalogState state() {
    return new CatalogState(sequence, entrySha256, models, manifests);
  }

  private void apply(Action action, LogEntry entry, String file) {
    if (action instanceof RegisterModel register) {
      boolean isNew = !models.containsKey(register.model());
      require(isNew, file, "model", register.model() + " once more", "a new one");
      models.put(register.model(), new ModelEntry(register.model(), List.of(), Map.of()));
    } else if (action instanceof AddVersion add) {
      ModelEntry model = known(add, file);
      int next = model.versions().size() + 1;
      require(add.number() == next, file, "version of " + add.model(), add.number(), next);
      models.put(model.name(), model.with(version(add, entry)));
      manifests.put(add.dataId(), add.manifestSha256());
    } else if (action instanceof MoveAlias move) {
      ModelEntry model = known(move, file);
      boolean exists = model.version(move.number()).isPresent();
      int versions = model.versions().size();
      require(exists, file, "alias target", move.number(), "1 to " + versions);
      models.put(model.name(), model.with(move.alias(), move.number()));
    } else {
      throw new IllegalStateException("No rule for action " + action);
    }
  }

  private ModelEntry known(Action action, String file) {
    ModelEntry model = models.get(action.model());
    if (model == null) {
      throw damaged(file, "model", action.model(), "a registered one");
    }
    return model;
  }

  static VersionEntry version(AddVersion add, LogEntry entry) {
    return new VersionEntry(
        add.model(),
        add.number(),
        add.status(),
        entry.time(),
        entry.actor(),
        add.runId(),
        add.dataId(),
        add.metrics(),
        add.tags());
  }

  private static void require(
      boolean holds, String file, String what, Object found, Object expected) {
    if (!holds) {
      throw damaged(file, what, found, expected);
    }
  }

  private static CatalogException damaged(String file, String what, Object found, Object expected) {
    return new CatalogException(
        Reason.DAMAGED,
        "Cannot follow %s: %s is %s (expected %s). The log was changed after it was written: run verify, and restore it from a copy."
            .formatted(file, what, found, expected));
  }
}
