package io.millrace.launcher.runs;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.RunLock;
import io.millrace.handoff.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The folder of runs: {@code <pipeline>/<run id>/}. */
final class RunStore {
  private final Storage storage;
  private final Path root;

  RunStore(Storage storage, Path root) {
    this.storage = storage;
    this.root = root;
  }

  Storage storage() {
    return storage;
  }

  /** The folders of pipelines, by name; those that hold no run too. */
  List<Path> pipelines() throws IOException {
    return folders(root).stream().filter(path -> !path.getName().startsWith(".")).toList();
  }

  /** All runs of a pipeline, or of all, newest first; equally old ones by pipeline. */
  List<StoredRun> runs(@Nullable String pipeline) throws IOException {
    List<StoredRun> runs = new ArrayList<>();
    for (Path folder : pipelines()) {
      if (pipeline == null || folder.getName().equals(pipeline)) {
        runs.addAll(runs(folder));
      }
    }
    runs.sort(Comparator.comparing(StoredRun::runId).reversed().thenComparing(StoredRun::pipeline));
    return runs;
  }

  /** The runs of a pipeline's folder, newest first. */
  List<StoredRun> runs(Path folder) throws IOException {
    Optional<RunLock.Owner> holder = RunLock.holder(storage, folder);
    List<StoredRun> runs = new ArrayList<>();
    for (Path run : folders(folder)) {
      if (RunDirectory.isRunId(run.getName())) {
        runs.add(StoredRun.read(new RunDirectory(storage, run), holder));
      }
    }
    runs.sort(Comparator.comparing(StoredRun::runId).reversed());
    return runs;
  }

  /**
   * The run that a word means: its id, a beginning of the id that no other has, or its folder.
   *
   * @throws IllegalArgumentException if it means none, or several
   */
  StoredRun find(String word) throws IOException {
    Path folder = storage.qualify(word);
    if (RunDirectory.isRunId(folder.getName())
        && storage.exists(new RunDirectory(storage, folder).planFile())) {
      return StoredRun.read(
          new RunDirectory(storage, folder), RunLock.holder(storage, folder.getParent()));
    }
    List<StoredRun> all = runs((String) null);
    List<StoredRun> found = all.stream().filter(run -> run.runId().startsWith(word)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new IllegalArgumentException(
        "Cannot find run '%s': %s in '%s' (expected the id of a run, a beginning of it that is no other's, or its folder). List them by 'millrace runs'."
            .formatted(
                word,
                found.isEmpty()
                    ? "none of %d runs".formatted(all.size())
                    : "%d runs".formatted(found.size()),
                root));
  }

  private List<Path> folders(Path folder) throws IOException {
    try {
      return Arrays.stream(storage.fs(folder).listStatus(folder))
          .filter(FileStatus::isDirectory)
          .map(FileStatus::getPath)
          .sorted(Comparator.comparing(Path::getName))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
