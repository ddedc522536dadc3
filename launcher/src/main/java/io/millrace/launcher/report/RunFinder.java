package io.millrace.launcher.report;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Finds the run that people mean. */
final class RunFinder {
  private static final Pattern RUN_ID = Pattern.compile("\\d{8}-\\d{6}-[0-9a-f]{8}");

  private final Storage storage;
  private final Path runs;

  RunFinder(Storage storage, Path runs) {
    this.storage = storage;
    this.runs = runs;
  }

  /**
   * The run of a name.
   *
   * @param name a run's folder, a run id, or a pipeline, of which it is the newest run
   */
  Optional<RunDirectory> find(String name) throws IOException {
    Optional<Path> folder = folder(storage.qualify(name));
    if (folder.isEmpty() && RUN_ID.matcher(name).matches()) {
      folder = byId(name);
    }
    if (folder.isEmpty() && !name.contains("/")) {
      folder = newest(new Path(runs, name));
    }
    return folder.map(path -> new RunDirectory(storage, path));
  }

  private Optional<Path> folder(Path path) throws IOException {
    boolean isRun =
        RUN_ID.matcher(path.getName()).matches() && storage.exists(new Path(path, "plan.json"));
    return isRun ? Optional.of(path) : Optional.empty();
  }

  private Optional<Path> byId(String id) throws IOException {
    for (Path pipeline : folders(runs)) {
      Optional<Path> found = folder(new Path(pipeline, id));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Path> newest(Path pipeline) throws IOException {
    return Arrays.stream(folders(pipeline))
        .filter(path -> RUN_ID.matcher(path.getName()).matches())
        .max(Comparator.comparing(Path::getName));
  }

  private Path[] folders(Path parent) throws IOException {
    try {
      return Arrays.stream(storage.fs(parent).listStatus(parent))
          .filter(FileStatus::isDirectory)
          .map(FileStatus::getPath)
          .toArray(Path[]::new);
    } catch (FileNotFoundException e) {
      return new Path[0];
    }
  }
}
