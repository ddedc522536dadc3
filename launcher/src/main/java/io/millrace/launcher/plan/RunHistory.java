package io.millrace.launcher.plan;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The runs of a pipeline: {@code runs/<pipeline>/}, newest first. */
final class RunHistory {
  private static final Pattern RUN_ID = Pattern.compile("\\d{8}-\\d{6}-[0-9a-f]{8}");

  private final Storage storage;
  private final List<RunDirectory> runs;

  private RunHistory(Storage storage, List<RunDirectory> runs) {
    this.storage = storage;
    this.runs = runs;
  }

  static RunHistory read(Storage storage, Path folder) throws IOException {
    FileStatus[] children;
    try {
      children = storage.fs(folder).listStatus(folder);
    } catch (FileNotFoundException e) {
      children = new FileStatus[0];
    }
    List<RunDirectory> runs =
        Arrays.stream(children)
            .filter(FileStatus::isDirectory)
            .map(FileStatus::getPath)
            .filter(path -> RUN_ID.matcher(path.getName()).matches())
            .sorted(Comparator.comparing(Path::getName).reversed())
            .map(path -> new RunDirectory(storage, path))
            .toList();
    return new RunHistory(storage, runs);
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** The newest run of this digest. */
  Optional<RunDirectory> withDigest(String digest) {
    return runs.stream().filter(run -> run.runId().endsWith("-" + digest)).findFirst();
  }

  /** The same step with the same fingerprint, finished in any run, whose output still exists. */
  Optional<StepDone> finished(StepPlan step) throws IOException {
    for (RunDirectory run : runs) {
      Optional<StepDone> done = readable(run, step.name());
      if (done.isPresent() && isCurrent(done.get(), step)) {
        return Optional.of(done.get().reusedFrom(run.runId()));
      }
    }
    return Optional.empty();
  }

  /**
   * A part of a step's output in the newest run that has it, whatever its fingerprint.
   *
   * @param but the run that is not looked at
   */
  Optional<Path> newest(String step, String part, String but) throws IOException {
    for (RunDirectory run : runs) {
      Optional<String> output = readable(run, step).map(StepDone::output);
      if (output.isPresent() && !run.runId().equals(but)) {
        Path path = new Path(output.get(), part);
        if (storage.exists(path)) {
          return Optional.of(path);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether this is what the step would make again. */
  boolean isCurrent(StepDone done, StepPlan step) throws IOException {
    return done.fingerprint().equals(step.fingerprint())
        && (done.output() == null || storage.exists(new Path(done.output())));
  }

  /** Earlier runs may be of another version or broken: they are only not used then. */
  private static Optional<StepDone> readable(RunDirectory run, String step) {
    try {
      return run.done(step);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
