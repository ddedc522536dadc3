package io.millrace.launcher.report;

import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.launcher.plan.Definitions;
import io.millrace.launcher.plan.PublishedModel;
import io.millrace.launcher.plan.Runs;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.ColumnProfile;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.RunSummary.StepSummary;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A run directory as the jobs leave it, with made-up figures. */
final class SampleRun {
  static final String SCRIPT = "<script>alert(1)</script>";

  /** As Spark writes an array of strings. */
  private static final MessageType REJECTED =
      MessageTypeParser.parseMessageType(
          """
          message spark_schema {
            optional binary reason (STRING);
            optional group reasons (LIST) {
              repeated group list { optional binary element (STRING); }
            }
            optional binary original (STRING);
          }
          """);

  private final Task task;
  final RunDirectory directory;
  private final RunPlan plan;
  private final PipelineDefinition definition;

  SampleRun(Path folder, Task task) throws IOException {
    this.task = task;
    this.definition = definition(task);
    var planned = new Runs(folder).plan(definition);
    this.directory = planned.directory();
    this.plan = planned.plan();
    directory.storage().writeJson(directory.definitionFile(), definition);
    directory.storage().writeJson(directory.planFile(), plan);
  }

  /** Everything done and passed; three models, of which the second is published first. */
  static SampleRun whole(Path folder, Task task) throws IOException {
    SampleRun run = new SampleRun(folder, task);
    run.clean();
    run.features();
    run.trainings();
    run.evaluate(true);
    run.publish("published");
    run.summary(RunSummary.SUCCEEDED, "none");
    return run;
  }

  private static PipelineDefinition definition(Task task) {
    Definitions definitions = new Definitions();
    definitions.embedding = 8;
    PipelineDefinition made = definitions.build();
    return task == Task.BINARY
        ? made
        : new PipelineDefinition(
            1,
            made.name(),
            made.tables(),
            made.clean(),
            made.sources(),
            new LabelSpec("late", task, null, List.of(), List.of(), null),
            made.split(),
            made.features(),
            made.graph(),
            made.models(),
            made.evaluation(),
            made.publish(),
            made.resources());
  }

  void clean() throws IOException {
    org.apache.hadoop.fs.Path work = directory.freshWork("clean");
    rejected(new org.apache.hadoop.fs.Path(work, "rejected/part-0.snappy.parquet"));
    directory
        .storage()
        .writeJson(
            new org.apache.hadoop.fs.Path(work, "data/manifest.json"),
            new DatasetManifest(
                1, List.of(), List.of(), Map.of("all", 990L), "", Map.of(), profile()));
    finish(
        "clean",
        new Ledger(
            1000,
            990,
            new TreeMap<>(Map.of("late:range", 7L, "from:reference", 3L)),
            Map.of("late:cast", 12L)));
  }

  private static List<ColumnProfile> profile() {
    List<ColumnProfile.Quantile> quantiles = new ArrayList<>();
    double[] at = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    int[] value = {-20, -12, -5, 0, 12, 60, 140};
    for (int i = 0; i < at.length; i++) {
      quantiles.add(new ColumnProfile.Quantile(at[i], Integer.toString(value[i])));
    }
    return List.of(
        new ColumnProfile(
            "late", "int", 990, 12, 300, 0.02, "-44", "610", 8.1, 31.0, quantiles, 0.01, List.of(),
            0),
        new ColumnProfile(
            SCRIPT,
            "string",
            990,
            0,
            3,
            0,
            "A",
            "C",
            null,
            null,
            List.of(),
            0,
            List.of(new ColumnProfile.TopValue(SCRIPT, 600), new ColumnProfile.TopValue("C", 390)),
            0));
  }

  static void rejected(org.apache.hadoop.fs.Path file) throws IOException {
    SimpleGroupFactory groups = new SimpleGroupFactory(REJECTED);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withConf(new Configuration())
            .withType(REJECTED)
            .build()) {
      for (int i = 0; i < 10; i++) {
        boolean range = i < 7;
        Group row = groups.newGroup().append("reason", range ? "late:range" : "from:reference");
        Group reasons = row.addGroup("reasons");
        reasons.addGroup(0).append("element", range ? "late:range" : "from:reference");
        if (i == 0) {
          reasons.addGroup(0).append("element", "from:reference");
        }
        writer.write(
            row.append(
                "original",
                "{\"late\":%d,\"from\":\"%s\"}".formatted(5000 + i, i == 0 ? SCRIPT : "X" + i)));
      }
    }
  }

  void features() throws IOException {
    org.apache.hadoop.fs.Path work = directory.freshWork("features");
    directory
        .storage()
        .writeJson(
            new org.apache.hadoop.fs.Path(work, "data/manifest.json"),
            new DatasetManifest(
                1, List.of(), List.of(), Map.of("train", 800L), "", Map.of(), List.of()));
    finish("features", null);
  }

  /** The trainings of deep models. */
  List<TrainingRuns.Run> runs =
      List.of(new TrainingRuns.Run("1", 5, 4, 4, 0.47, Map.of(), Map.of(), Map.of()));

  void trainings() throws IOException {
    for (ModelSpec model : definition.models()) {
      StringBuilder lines = new StringBuilder();
      for (int i = 1; i <= 4; i++) {
        lines.append(
            model.engine().equals("bigdl")
                ? "{\"epoch\":%d,\"loss\":%s,\"validLoss\":%s,\"metrics\":{}}%n"
                    .formatted(i, 0.6 - 0.03 * i, 0.55 - 0.02 * i)
                : "{\"iteration\":%d,\"loss\":%s}%n".formatted(i - 1, 0.69 - 0.04 * i));
      }
      org.apache.hadoop.fs.Path work = directory.freshWork("train-" + model.name());
      directory
          .storage()
          .write(
              new org.apache.hadoop.fs.Path(work, "history.jsonl"),
              lines.toString().getBytes(StandardCharsets.UTF_8));
      if (model.engine().equals("bigdl")) {
        directory
            .storage()
            .writeJson(new org.apache.hadoop.fs.Path(work, "runs.json"), TrainingRuns.of(5, runs));
      }
      finish("train-" + model.name(), null);
    }
  }

  void evaluate(boolean passed) throws IOException {
    org.apache.hadoop.fs.Path work = directory.freshWork("evaluate");
    int quality = 0;
    for (ModelSpec model : definition.models()) {
      ModelEvaluation evaluation = SampleEvaluation.of(model, task, quality++, passed);
      directory
          .storage()
          .writeJson(
              new org.apache.hadoop.fs.Path(work, model.name() + "/evaluation.json"), evaluation);
    }
    finish("evaluate", null);
  }

  void publish(String status) throws IOException {
    org.apache.hadoop.fs.Path work = directory.freshWork("publish");
    directory
        .storage()
        .write(
            new org.apache.hadoop.fs.Path(work, "published.json"),
            Json.bytes(
                List.of(
                    new PublishedModel("wide", "ops/late", 4, status),
                    new PublishedModel("trees", "ops/late-trees", 2, status))));
    finish("publish", null);
  }

  private void finish(String step, Ledger ledger) throws IOException {
    org.apache.hadoop.fs.Path out = directory.finishWork(step);
    directory.writeDone(
        new StepDone(
            1,
            step,
            plan.step(step).fingerprint(),
            out.toString(),
            12.5,
            ledger,
            new StepDone.Measured(150_000_000, 2_000_000),
            step.equals("features") ? "20260101-000000-0badcafe" : null));
  }

  /** Steps before this one are done, it has failed, and those after it were not reached. */
  void summary(String status, String failed) throws IOException {
    List<StepSummary> steps = new ArrayList<>();
    boolean reached = true;
    for (var step : plan.steps()) {
      String how = step.name().equals(failed) ? "failed" : reached ? "done" : "pending";
      reached &= !step.name().equals(failed);
      steps.add(
          new StepSummary(
              step.name(),
              step.name().equals("features") && how.equals("done") ? "skipped" : how,
              12.5,
              null,
              null,
              null));
    }
    directory
        .storage()
        .writeJson(
            directory.summaryFile(),
            new RunSummary(plan.pipeline(), plan.runId(), status, 186, steps, List.of()));
  }

  void log(String text) throws IOException {
    directory
        .storage()
        .write(
            new org.apache.hadoop.fs.Path(directory.logs(), "20260105-090100-000-spark.log"),
            text.getBytes(StandardCharsets.UTF_8));
  }
}
