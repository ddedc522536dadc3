package io.millrace.launcher.runs;

import io.millrace.handoff.RunLock;
import io.millrace.handoff.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Removes old runs. A pipeline is locked meanwhile, since a run that begins may take over the
 * output of any other.
 */
final class Cleaning {
  private static final String ASIDE = ".removed-";

  private final RunStore store;
  private final CatalogRuns catalogs;
  private final int keep;
  private final List<CleanReport.Removed> removed = new ArrayList<>();
  private final List<CleanReport.Kept> kept = new ArrayList<>();

  Cleaning(RunStore store, CatalogRuns catalogs, int keep) {
    this.store = store;
    this.catalogs = catalogs;
    this.keep = keep;
  }

  /** What would be removed, without touching anything. */
  CleanReport look(Predicate<String> pipelines) throws IOException {
    for (Path folder : folders(pipelines)) {
      take(decide(folder, RunLock.holder(store.storage(), folder)));
    }
    return report(true);
  }

  /**
   * Removes what was confirmed and may still go; {@link #report} tells what was, also after a
   * failure. A run is renamed first: what an interrupted removal leaves looks like no run, and goes
   * with the next one.
   */
  void remove(Predicate<String> pipelines, Set<String> confirmed) throws IOException {
    for (Path folder : folders(pipelines)) {
      Optional<RunLock.Owner> holder = RunLock.holder(store.storage(), folder);
      if (holder.isPresent()) {
        take(decide(folder, holder));
      } else {
        remove(folder, confirmed);
      }
    }
  }

  private List<Path> folders(Predicate<String> pipelines) throws IOException {
    return store.pipelines().stream().filter(path -> pipelines.test(path.getName())).toList();
  }

  private void remove(Path folder, Set<String> confirmed) throws IOException {
    try (RunLock lock = RunLock.take(store.storage(), folder, "clean")) {
      Retention retention = decide(folder, Optional.empty());
      keep(retention);
      for (StoredRun run : retention.removable()) {
        CleanReport.Removed entry = entry(run);
        if (!confirmed.contains(entry.folder())) {
          continue;
        }
        Optional<String> lost = lock.checkLoss();
        if (lost.isPresent()) {
          throw new IllegalStateException(lost.get());
        }
        remove(run);
        removed.add(entry);
      }
      removeLeftovers(folder);
    }
  }

  private Retention decide(Path folder, Optional<RunLock.Owner> atWork) throws IOException {
    return Retention.of(
        store.runs(folder),
        keep,
        run ->
            atWork
                .map(at -> at.text() + " is at work and may take over its output")
                .or(() -> catalogs.reason(run)));
  }

  private void take(Retention retention) throws IOException {
    for (StoredRun run : retention.removable()) {
      removed.add(entry(run));
    }
    keep(retention);
  }

  private static CleanReport.Removed entry(StoredRun run) throws IOException {
    return new CleanReport.Removed(
        run.runId(), run.pipeline(), run.status(), run.bytes(), run.directory().root().toString());
  }

  private void keep(Retention retention) {
    retention
        .kept()
        .forEach(
            (run, reason) ->
                kept.add(new CleanReport.Kept(run.runId(), run.pipeline(), run.status(), reason)));
  }

  private void remove(StoredRun run) throws IOException {
    Path folder = run.directory().root();
    Path aside = new Path(folder.getParent(), ASIDE + run.runId());
    Storage storage = store.storage();
    storage.fs(folder).delete(aside, true);
    if (!storage.fs(folder).rename(folder, aside)) {
      throw new IOException(
          "Cannot remove run '%s': it could not be renamed to '%s'. Look whether you may write there."
              .formatted(folder, aside));
    }
    delete(aside);
  }

  private void removeLeftovers(Path folder) throws IOException {
    for (FileStatus child : store.storage().fs(folder).listStatus(folder)) {
      if (child.getPath().getName().startsWith(ASIDE)) {
        delete(child.getPath());
      }
    }
  }

  private void delete(Path aside) throws IOException {
    if (!store.storage().fs(aside).delete(aside, true)) {
      throw new IOException(
          "Cannot remove '%s': it was not deleted. Look whether you may write there, and clean again."
              .formatted(aside));
    }
  }

  CleanReport report(boolean dryRun) {
    long bytes = removed.stream().mapToLong(CleanReport.Removed::bytes).sum();
    return new CleanReport(dryRun, List.copyOf(removed), List.copyOf(kept), bytes);
  }
}
