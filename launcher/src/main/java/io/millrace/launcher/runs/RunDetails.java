package io.millrace.launcher.runs;

import io.millrace.handoff.RunDirectory;
import io.millrace.launcher.run.Event;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.RunSummary.ModelSummary;
import io.millrace.spec.run.RunSummary.StepSummary;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that is told of one run; for programs too, names stay.
 *
 * @param catalog root of the catalog that it publishes to, null where its plan cannot be read
 * @param models as in its summary
 * @param logs files, the oldest first
 * @param failure what the failed step said, null where none did
 */
record RunDetails(
    RunView run,
    @Nullable String catalog,
    List<StepView> steps,
    List<ModelSummary> models,
    List<String> logs,
    @Nullable String failure) {
  /** Enough for the last events of a log, which stand near its end. */
  private static final int TAIL_BYTES = 1 << 18;

  /**
   * A step.
   *
   * @param status {@code done}, {@code reused}, {@code failed} or {@code pending}
   * @param seconds that it took here, null where it is not done
   * @param output its folder, null where it is not done
   * @param reusedFrom the run that made the output, null where this one did
   */
  record StepView(
      String name,
      String status,
      @Nullable Double seconds,
      @Nullable String output,
      @Nullable String reusedFrom) {}

  static RunDetails of(StoredRun run) throws IOException {
    RunSummary summary = run.summary();
    List<String> logs = logs(run.directory());
    return new RunDetails(
        RunView.of(run),
        run.plan() == null ? null : run.plan().catalog(),
        steps(run),
        summary == null ? List.of() : summary.models(),
        logs,
        run.status().equals(RunSummary.FAILED) ? failure(run.directory(), logs) : null);
  }

  private static List<StepView> steps(StoredRun run) {
    if (run.plan() == null) {
      return List.of();
    }
    Map<String, String> told =
        run.summary() == null
            ? Map.of()
            : run.summary().steps().stream()
                .collect(Collectors.toMap(StepSummary::name, StepSummary::status));
    List<StepView> steps = new ArrayList<>();
    for (StepPlan step : run.plan().steps()) {
      StepDone done = run.done().get(step.name());
      boolean failed = "failed".equals(told.get(step.name()));
      steps.add(
          done == null
              ? new StepView(step.name(), failed ? "failed" : "pending", null, null, null)
              : new StepView(
                  step.name(),
                  done.reusedFrom() == null ? "done" : "reused",
                  done.seconds(),
                  done.output(),
                  done.reusedFrom()));
    }
    return steps;
  }

  private static List<String> logs(RunDirectory directory) throws IOException {
    try {
      return Arrays.stream(directory.storage().fs(directory.logs()).listStatus(directory.logs()))
          .map(FileStatus::getPath)
          .filter(path -> path.getName().endsWith(".log"))
          .map(Path::toString)
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** The last error that a step told, else where to look for it. */
  private static String failure(RunDirectory directory, List<String> logs) throws IOException {
    if (logs.isEmpty()) {
      return "Nothing is told: it has no log.";
    }
    String newest = logs.get(logs.size() - 1);
    return tail(directory.storage().fs(directory.root()), new Path(newest))
        .lines()
        .flatMap(line -> Event.parse(line).stream())
        .filter(event -> event.kind() == Event.Kind.ERROR)
        .map(event -> event.step() + ": " + event.text())
        .reduce((earlier, later) -> later)
        .orElse("Its process ended without a word. See " + newest);
  }

  private static String tail(FileSystem fs, Path file) throws IOException {
    long length = fs.getFileStatus(file).getLen();
    byte[] bytes = new byte[(int) Math.min(length, TAIL_BYTES)];
    try (FSDataInputStream in = fs.open(file)) {
      in.readFully(length - bytes.length, bytes);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
