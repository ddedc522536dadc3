package io.millrace.launcher.runs;

import io.millrace.spec.run.StepDone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which old runs of one pipeline may go.
 *
 * @param removable the oldest first
 * @param kept runs beyond the newest that must stay, each with the reason
 */
record Retention(List<StoredRun> removable, Map<StoredRun, String> kept) {
  /**
   * Decides.
   *
   * @param runs of a pipeline, newest first
   * @param keep how many of the newest stay in any case
   * @param referred why a run must stay for others' sake
   */
  static Retention of(
      List<StoredRun> runs, int keep, Function<StoredRun, Optional<String>> referred) {
    List<StoredRun> staying = new ArrayList<>(runs.subList(0, Math.min(keep, runs.size())));
    List<StoredRun> open = new ArrayList<>(runs.subList(Math.min(keep, runs.size()), runs.size()));
    Map<StoredRun, String> kept = new LinkedHashMap<>();
    for (StoredRun run : List.copyOf(open)) {
      ownReason(run).or(() -> referred.apply(run)).ifPresent(reason -> kept.put(run, reason));
    }
    open.removeAll(kept.keySet());
    staying.addAll(kept.keySet());
    // A run that must stay for another's sake may itself use a third one's output.
    for (int i = 0; i < staying.size(); i++) {
      StoredRun user = staying.get(i);
      for (StoredRun run : List.copyOf(open)) {
        Optional<String> use = use(user, run);
        if (use.isPresent()) {
          kept.put(run, use.get());
          open.remove(run);
          staying.add(run);
        }
      }
    }
    Collections.reverse(open);
    return new Retention(open, sorted(kept, runs));
  }

  private static Optional<String> ownReason(StoredRun run) {
    return switch (run.status()) {
      case StoredRun.RUNNING -> Optional.of("it is at work");
      case StoredRun.UNREADABLE -> Optional.of("its plan cannot be read");
      case StoredRun.UNFINISHED ->
          run.prepared()
              ? Optional.of("it was prepared for a scheduler, which may be at work on it")
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether a step of one run is done by the output of another. */
  private static Optional<String> use(StoredRun user, StoredRun maker) {
    // Not the whole of its path: the same folder may have been named otherwise then.
    String folder = "/%s/%s/".formatted(maker.pipeline(), maker.runId());
    return user.done().values().stream()
        .filter(done -> done.output() != null && done.output().contains(folder))
        .map(StepDone::step)
        .findFirst()
        .map(step -> "run %s uses its output of %s".formatted(user.runId(), step));
  }

  private static Map<StoredRun, String> sorted(
      Map<StoredRun, String> kept, List<StoredRun> newestFirst) {
    Map<StoredRun, String> sorted = new LinkedHashMap<>();
    for (StoredRun run : newestFirst) {
      if (kept.containsKey(run)) {
        sorted.put(run, kept.get(run));
      }
    }
    return sorted;
  }
}
