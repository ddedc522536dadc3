package io.millrace.launcher.plan;

import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Plans definitions in a folder of runs, and leaves behind what the jobs of a run leave. */
public final class Runs implements CatalogView {
  public final Storage storage = new Storage(new Configuration());
  public final Map<String, String> tableDigests =
      new HashMap<>(Map.of("trips", "t1", "places", "p1", "unused", "u1"));
  private final Path folder;
  private Instant now = Instant.parse("2026-01-05T09:00:00Z");
  String code = "1+c0de";
  @Nullable Champion champion;
  boolean catalogIsEmpty;

  public Runs(java.nio.file.Path folder) {
    this.folder = new Path(folder.toUri());
  }

  public PlannedRun plan(PipelineDefinition definition) throws IOException {
    now = now.plusSeconds(60);
    Blueprint blueprint =
        new Blueprint(
            definition,
            new Blueprint.Origin(code, "file:/catalog", "ann"),
            new Blueprint.Tables(tableDigests, Map.of("trips", 1000L), Map.of("trips", 10_000L)),
            new Workers(2, 1L << 30));
    return new Planner(storage, this, Clock.fixed(now, ZoneOffset.UTC)).plan(blueprint, folder);
  }

  /** Does what a whole run does, without the work; returns the steps that had to run. */
  List<String> run(PipelineDefinition definition) throws IOException {
    PlannedRun planned = plan(definition);
    for (StepDecision decision : planned.decisions()) {
      if (decision.reuse() != null) {
        planned.directory().writeDone(decision.reuse());
      } else if (decision.runs()) {
        finish(planned.directory(), decision.step());
      }
    }
    return planned.stepsToRun();
  }

  void finish(RunDirectory directory, StepPlan step) throws IOException {
    Path work = directory.freshWork(step.name());
    if (step.kind().equals("publish")) {
      storage.write(
          new Path(work, "published.json"),
          Json.bytes(List.of(new PublishedModel("trees", "ops/late", 1, "published"))));
    }
    Path out = directory.finishWork(step.name());
    directory.writeDone(
        new StepDone(
            StepDone.VERSION,
            step.name(),
            step.fingerprint(),
            out.toString(),
            1,
            null,
            new StepDone.Measured(0, 0),
            null));
  }

  @Override
  public Optional<Champion> champion(String model) {
    return Optional.ofNullable(champion);
  }

  @Override
  public boolean holds(String model, int version, String runId) {
    return !catalogIsEmpty;
  }
}
