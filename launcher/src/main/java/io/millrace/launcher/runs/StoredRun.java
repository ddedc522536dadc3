package io.millrace.launcher.runs;

import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.RunLock;
import io.millrace.launcher.plan.Planner;
import io.millrace.launcher.plan.PublishedModel;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A run as it lies in the folder of runs.
 *
 * @param plan null where it cannot be read
 * @param summary null while the run is at work, and where it was killed
 * @param done how steps ended, by their names, in the plan's order
 * @param owner who is at work on it, null where nobody is
 * @param prepared whether it was left to a scheduler
 */
record StoredRun(
    RunDirectory directory,
    @Nullable RunPlan plan,
    @Nullable RunSummary summary,
    Map<String, StepDone> done,
    List<PublishedModel> published,
    RunLock.@Nullable Owner owner,
    boolean prepared) {
  static final String RUNNING = "running";
  static final String UNFINISHED = "unfinished";
  static final String UNREADABLE = "unreadable";

  /** A run that cannot be read is one without a plan: others of the folder can be. */
  static StoredRun read(RunDirectory directory, Optional<RunLock.Owner> holder) throws IOException {
    RunLock.Owner owner =
        holder.filter(held -> held.runId().equals(directory.runId())).orElse(null);
    boolean prepared = directory.storage().exists(directory.preparedMark());
    try {
      RunPlan plan = directory.plan();
      Map<String, StepDone> done = new LinkedHashMap<>();
      for (StepPlan step : plan.steps()) {
        directory
            .done(step.name())
            .filter(found -> found.fingerprint().equals(step.fingerprint()))
            .ifPresent(found -> done.put(step.name(), found));
      }
      return new StoredRun(
          directory,
          plan,
          summaryOf(directory),
          done,
          done.containsKey("publish") ? Planner.published(directory) : List.of(),
          owner,
          prepared);
    } catch (IOException e) {
      return new StoredRun(directory, null, null, endings(directory), List.of(), owner, prepared);
    }
  }

  /**
   * How steps ended as far as that can be read: what a run uses must stay, whatever else is lost.
   */
  private static Map<String, StepDone> endings(RunDirectory directory) throws IOException {
    Map<String, StepDone> done = new LinkedHashMap<>();
    Path steps = directory.step("any").getParent();
    if (!directory.storage().exists(steps)) {
      return done;
    }
    for (FileStatus step : directory.storage().fs(steps).listStatus(steps)) {
      String name = step.getPath().getName();
      try {
        directory.done(name).ifPresent(found -> done.put(name, found));
      } catch (IOException e) {
        // This one tells nothing; the others may.
        continue;
      }
    }
    return done;
  }

  private static @Nullable RunSummary summaryOf(RunDirectory directory) throws IOException {
    Optional<byte[]> bytes = directory.storage().readIfPresent(directory.summaryFile());
    return bytes.isEmpty()
        ? null
        : Json.read(bytes.get(), RunSummary.class, directory.summaryFile().toString());
  }

  String runId() {
    return directory.runId();
  }

  String pipeline() {
    return directory.root().getParent().getName();
  }

  /**
   * {@code running}, {@code succeeded}, {@code failed}, {@code cancelled}, {@code unfinished} (no
   * summary: killed, or left to a scheduler) or {@code unreadable}.
   */
  String status() {
    if (owner != null) {
      return RUNNING;
    }
    if (plan == null) {
      return UNREADABLE;
    }
    if (summary != null) {
      return summary.status();
    }
    return done.size() == plan.steps().size() ? RunSummary.SUCCEEDED : UNFINISHED;
  }

  /** Bytes of all of its files. */
  long bytes() throws IOException {
    return directory.storage().fs(directory.root()).getContentSummary(directory.root()).getLength();
  }

  /** When it was begun: ISO-8601 in UTC. */
  String begun() {
    String id = runId();
    return "%s-%s-%sT%s:%s:%sZ"
        .formatted(
            id.substring(0, 4),
            id.substring(4, 6),
            id.substring(6, 8),
            id.substring(9, 11),
            id.substring(11, 13),
            id.substring(13, 15));
  }
}
