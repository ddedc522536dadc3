package io.millrace.launcher.plan;

import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Finds the run to go on with, or begins a new one, and decides which of its steps must run. */
public final class Planner {
  private static final DateTimeFormatter RUN_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /** What a graph step calls its folder of ids. */
  private static final String DICTIONARY = "dictionary";

  private final Storage storage;
  private final CatalogView catalog;
  private final Clock clock;

  public Planner(Storage storage, CatalogView catalog, Clock clock) {
    this.storage = storage;
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * Plans without writing anything.
   *
   * @param runs the folder of all pipelines' runs
   * @throws IOException if earlier runs or the catalog cannot be read
   */
  public PlannedRun plan(Blueprint blueprint, Path runs) throws IOException {
    Path folder = new Path(runs, blueprint.definition().name());
    RunHistory history = RunHistory.read(storage, folder);
    Optional<RunDirectory> earlier = history.withDigest(blueprint.runDigest());
    RunDirectory run =
        earlier.orElseGet(
            () -> new RunDirectory(storage, new Path(folder, newRunId(blueprint.runDigest()))));
    List<StepPlan> steps =
        blueprint.plans().steps(evaluateFingerprint(blueprint, earlier.orElse(null)));
    List<StepDecision> decisions = new ArrayList<>();
    for (StepPlan step : steps) {
      decisions.add(
          step.kind().equals(StepPlans.PUBLISH)
              ? publish(run, history, step)
              : decide(run, history, step));
    }
    return new PlannedRun(
        blueprint.definition(),
        run,
        earlier.isPresent(),
        blueprint.plan(run.runId(), steps, dictionary(blueprint, history, run)),
        decisions);
  }

  /** Nodes keep the ids that an earlier run gave them. */
  private @Nullable String dictionary(Blueprint blueprint, RunHistory history, RunDirectory run)
      throws IOException {
    return blueprint.definition().graph() == null
        ? null
        : history.newest(StepPlans.GRAPH, DICTIONARY, run.runId()).map(Path::toString).orElse(null);
  }

  private String newRunId(String digest) {
    return LocalDateTime.now(clock.withZone(ZoneOffset.UTC)).format(RUN_TIME) + "-" + digest;
  }

  /**
   * A run whose own model has become the champion keeps the comparison that it made before;
   * otherwise it would be evaluated against itself and never come to rest.
   */
  private String evaluateFingerprint(Blueprint blueprint, @Nullable RunDirectory earlier)
      throws IOException {
    StepPlans plans = blueprint.plans();
    if (!plans.comparesWithChampion()) {
      return plans.evaluateFingerprintWithoutChampion();
    }
    Optional<CatalogView.Champion> champion =
        catalog.champion(blueprint.definition().publish().model());
    if (champion.isEmpty()) {
      return plans.evaluateFingerprintWithoutChampion();
    }
    if (earlier != null && champion.get().runId().equals(earlier.runId())) {
      return earlier
          .done(StepPlans.EVALUATE)
          .map(StepDone::fingerprint)
          .orElseGet(plans::evaluateFingerprintWithoutChampion);
    }
    return plans.evaluateFingerprint(champion.get().identity());
  }

  private static StepDecision decide(RunDirectory run, RunHistory history, StepPlan step)
      throws IOException {
    Optional<StepDone> done = run.done(step.name());
    if (done.isPresent() && history.isCurrent(done.get(), step)) {
      return new StepDecision(step, false, "done", null);
    }
    Optional<StepDone> other = history.finished(step);
    if (other.isPresent()) {
      return new StepDecision(
          step, false, "unchanged since run " + other.get().reusedFrom(), other.get());
    }
    return new StepDecision(step, true, reason(done, history, step), null);
  }

  private static String reason(Optional<StepDone> done, RunHistory history, StepPlan step) {
    if (done.isEmpty()) {
      return history.isEmpty() ? "never run" : "changed or not finished";
    }
    return done.get().fingerprint().equals(step.fingerprint()) ? "its output is gone" : "changed";
  }

  /** Publishing belongs to one run; it is idempotent, so it runs when in doubt. */
  private StepDecision publish(RunDirectory run, RunHistory history, StepPlan step)
      throws IOException {
    Optional<StepDone> done = run.done(step.name());
    if (done.isEmpty() || !history.isCurrent(done.get(), step)) {
      return new StepDecision(step, true, reason(done, history, step), null);
    }
    return holds(run)
        ? new StepDecision(step, false, "done", null)
        : new StepDecision(step, true, "the catalog does not have its versions", null);
  }

  private boolean holds(RunDirectory run) throws IOException {
    for (PublishedModel model : published(run)) {
      if (!catalog.holds(model.name(), model.version(), run.runId())) {
        return false;
      }
    }
    return true;
  }

  /** What a run has published; empty where it has not. */
  public static List<PublishedModel> published(RunDirectory run) throws IOException {
    if (run.done(StepPlans.PUBLISH).isEmpty()) {
      return List.of();
    }
    Path file = new Path(run.output(StepPlans.PUBLISH), "published.json");
    return List.of(Json.read(run.storage().read(file), PublishedModel[].class, file.toString()));
  }
}
