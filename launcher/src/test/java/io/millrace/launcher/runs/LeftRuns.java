package io.millrace.launcher.runs;

import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.launcher.plan.PublishedModel;
import io.millrace.spec.evaluation.GateResult;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.RunSummary.ModelSummary;
import io.millrace.spec.run.RunSummary.StepSummary;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Leaves runs behind as they lie after a launcher, with steps {@code clean} and {@code publish}.
 */
final class LeftRuns {
  static final String MODEL = "ops/late";
  private final Storage storage = new Storage(new Configuration());
  private final Path runs;
  private final String catalog;

  LeftRuns(Path folder) {
    this.runs = folder.resolve("runs");
    this.catalog = folder.resolve("catalog").toUri().toString();
  }

  Path folder(String pipeline, String runId) {
    return runs.resolve(pipeline).resolve(runId);
  }

  /** A run that has done both steps, and published a version. */
  RunDirectory succeeded(String pipeline, String runId, int version) throws IOException {
    RunDirectory run = planned(pipeline, runId);
    done(run, "clean");
    done(run, "publish");
    storage.write(
        new org.apache.hadoop.fs.Path(run.output("publish"), "published.json"),
        Json.bytes(List.of(new PublishedModel("trees", MODEL, version, "published"))));
    log(run, "");
    summary(run, RunSummary.SUCCEEDED, List.of("done", "done"), List.of(model(version)));
    return run;
  }

  /** A run whose first step failed. */
  RunDirectory failed(String pipeline, String runId) throws IOException {
    RunDirectory run = planned(pipeline, runId);
    log(
        run,
        "@millrace {\"event\":\"error\",\"step\":\"clean\",\"message\":\"Cannot read: no rows.\"}\n");
    summary(run, RunSummary.FAILED, List.of("failed", "pending"), List.of());
    return run;
  }

  /** A run that was ended after its first step, which it took over from another, or did itself. */
  RunDirectory cancelled(String pipeline, String runId, RunDirectory... from) throws IOException {
    RunDirectory run = planned(pipeline, runId);
    if (from.length == 0) {
      done(run, "clean");
    } else {
      storage.fs(run.root()).mkdirs(run.step("clean"));
      run.writeDone(from[0].done("clean").orElseThrow().reusedFrom(from[0].runId()));
    }
    log(run, "");
    summary(run, RunSummary.CANCELLED, List.of("done", "pending"), List.of());
    return run;
  }

  /** A run that was left to a scheduler. */
  RunDirectory prepared(String pipeline, String runId) throws IOException {
    RunDirectory run = planned(pipeline, runId);
    storage.write(run.preparedMark(), new byte[0]);
    return run;
  }

  /** A run of which only the plan is there. */
  RunDirectory planned(String pipeline, String runId) throws IOException {
    RunDirectory run =
        new RunDirectory(storage, storage.qualify(folder(pipeline, runId).toUri().toString()));
    List<StepPlan> steps = List.of(step("clean"), step("publish"));
    storage.writeJson(
        run.planFile(), new RunPlan(1, pipeline, runId, "1+c0de", catalog, "ann", "d", steps));
    return run;
  }

  static void log(RunDirectory run, String text) throws IOException {
    Path logs = Files.createDirectories(Path.of(run.logs().toUri().getPath()));
    Files.writeString(logs.resolve("20260105-090000-000-spark.log"), "Spark begins\n" + text);
  }

  private static StepPlan step(String name) {
    return new StepPlan(name, name, List.of(), List.of(), "f-" + name, new StepDone.Measured(1, 1));
  }

  private void done(RunDirectory run, String step) throws IOException {
    storage.write(new org.apache.hadoop.fs.Path(run.freshWork(step), "rows"), new byte[1_000]);
    run.writeDone(
        new StepDone(
            1,
            step,
            run.plan().step(step).fingerprint(),
            run.finishWork(step).toString(),
            1.5,
            null,
            new StepDone.Measured(1, 1),
            null));
  }

  private void summary(
      RunDirectory run, String status, List<String> statuses, List<ModelSummary> models)
      throws IOException {
    List<StepSummary> steps = new ArrayList<>();
    for (int s = 0; s < statuses.size(); s++) {
      String name = run.plan().steps().get(s).name();
      steps.add(new StepSummary(name, statuses.get(s), 1.5, null, null, null));
    }
    storage.writeJson(
        run.summaryFile(),
        new RunSummary(run.plan().pipeline(), run.runId(), status, 3, steps, models));
  }

  private static ModelSummary model(int version) {
    return new ModelSummary(
        MODEL,
        "mllib",
        "gradient-boosted-trees",
        Map.of("rocAuc", new MetricValue(0.66, 0.65, 0.67)),
        new GateResult(true, List.of()),
        version);
  }
}
