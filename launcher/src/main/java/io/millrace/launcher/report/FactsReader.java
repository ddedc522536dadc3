package io.millrace.launcher.report;

import io.millrace.handoff.Digests;
import io.millrace.handoff.Json;
import io.millrace.handoff.PreparedFiles;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.launcher.plan.Planner;
import io.millrace.launcher.plan.PublishedModel;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads a run directory as far as it is whole; what cannot be read is said and not fatal. */
final class FactsReader {
  private static final int EXAMPLES = 5;

  /** What tells the data of a step, by its kind. */
  private static final Map<String, String> MANIFESTS =
      Map.of(
          "clean", "data/manifest.json",
          "features", "data/manifest.json",
          "graph", "graph.json",
          "neighbourhoods", "data/manifest.json");

  private final RunDirectory run;
  private final Storage storage;
  private final Map<String, StepDone> done = new LinkedHashMap<>();
  private final List<String> unread = new ArrayList<>();

  /** Something that is read of a finished step's output. */
  private interface Reading<T> {
    T of(Path output) throws IOException;
  }

  private FactsReader(RunDirectory run) {
    this.run = run;
    this.storage = run.storage();
  }

  /**
   * Reads a run.
   *
   * @throws IOException if it has no definition or plan that can be read
   */
  static RunFacts read(RunDirectory run) throws IOException {
    return new FactsReader(run).read();
  }

  private RunFacts read() throws IOException {
    PipelineDefinition definition = run.definition();
    RunPlan plan = run.plan();
    for (StepPlan step : plan.steps()) {
      done(step).ifPresent(found -> done.put(step.name(), found));
    }
    Map<String, History> histories = new LinkedHashMap<>();
    Map<String, TrainingRuns> trainings = new LinkedHashMap<>();
    for (ModelSpec model : definition.models()) {
      of("train-" + model.name(), null, output -> history(output))
          .ifPresent(history -> histories.put(model.name(), history));
      if (model.settings() instanceof TrainingSettings.Deep) {
        of("train-" + model.name(), null, output -> trainings(output))
            .ifPresent(runs -> trainings.put(model.name(), runs));
      }
    }
    return new RunFacts(
        run,
        definition,
        plan,
        summary(),
        JobErrors.last(storage, run.logs()),
        done,
        rejected(plan),
        of("clean", List.<ColumnProfile>of(), this::profile).orElseThrow(),
        evaluations(definition),
        of("publish", List.<PublishedModel>of(), output -> Planner.published(run)).orElseThrow(),
        histories,
        trainings,
        digests(plan),
        List.copyOf(unread));
  }

  /** What an earlier start of other settings left does not count. */
  private Optional<StepDone> done(StepPlan step) {
    try {
      return run.done(step.name()).filter(found -> found.fingerprint().equals(step.fingerprint()));
    } catch (IOException e) {
      unread.add(Objects.toString(e.getMessage(), e.toString()));
      return Optional.empty();
    }
  }

  private @Nullable RunSummary summary() throws IOException {
    Optional<byte[]> bytes = storage.readIfPresent(run.summaryFile());
    return bytes.isEmpty()
        ? null
        : Json.read(bytes.get(), RunSummary.class, run.summaryFile().toString());
  }

  /** Outputs of older runs may be gone; Parquet's own mistakes are no IOException. */
  private <T> Optional<T> of(String step, @Nullable T absent, Reading<T> reading) {
    StepDone found = done.get(step);
    if (found == null || found.output() == null) {
      return Optional.ofNullable(absent);
    }
    try {
      return Optional.of(reading.of(new Path(found.output())));
    } catch (IOException | RuntimeException e) {
      unread.add(Objects.toString(e.getMessage(), e.toString()));
      return Optional.ofNullable(absent);
    }
  }

  private History history(Path output) throws IOException {
    Path file = new Path(output, "history.jsonl");
    return History.read(storage.read(file), file.toString());
  }

  private TrainingRuns trainings(Path output) throws IOException {
    Path file = new Path(output, "runs.json");
    return Json.read(storage.read(file), TrainingRuns.class, TrainingRuns.VERSION, file.toString());
  }

  /** Of the steps that sort rows. */
  private Map<String, Map<String, List<RunFacts.RejectedRow>>> rejected(RunPlan plan) {
    Map<String, Map<String, List<RunFacts.RejectedRow>>> rejected = new LinkedHashMap<>();
    for (StepPlan step : plan.steps()) {
      if (step.kind().equals(CountedRows.CLEAN) || step.kind().equals(CountedRows.GRAPH)) {
        of(step.name(), null, output -> rejected(step.name(), output))
            .ifPresent(rows -> rejected.put(step.name(), rows));
      }
    }
    return rejected;
  }

  private Map<String, List<RunFacts.RejectedRow>> rejected(String step, Path output)
      throws IOException {
    Ledger ledger = Objects.requireNonNull(done.get(step)).ledger();
    Set<String> reasons = ledger == null ? Set.of() : ledger.rejected().keySet();
    return RejectedExamples.read(storage, new Path(output, "rejected"), reasons, EXAMPLES);
  }

  private List<ColumnProfile> profile(Path output) throws IOException {
    return PreparedFiles.manifest(storage, new Path(output, "data")).statistics();
  }

  private List<ModelEvaluation> evaluations(PipelineDefinition definition) {
    List<ModelEvaluation> found = new ArrayList<>();
    for (ModelSpec model : definition.models()) {
      of("evaluate", null, output -> evaluation(output, model.name())).ifPresent(found::add);
    }
    return found;
  }

  private ModelEvaluation evaluation(Path output, String model) throws IOException {
    Path file = new Path(output, model + "/evaluation.json");
    return Json.read(
        storage.read(file), ModelEvaluation.class, ModelEvaluation.VERSION, file.toString());
  }

  private Map<String, String> digests(RunPlan plan) {
    Map<String, String> digests = new LinkedHashMap<>();
    for (StepPlan step : plan.steps()) {
      String manifest = MANIFESTS.get(step.kind());
      if (manifest != null) {
        of(step.name(), null, output -> Digests.of(storage.read(new Path(output, manifest))))
            .ifPresent(digest -> digests.put(step.name(), digest));
      }
    }
    return digests;
  }
}
