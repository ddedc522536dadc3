package io.millrace.benchmarks.prepare;

import io.millrace.handoff.Digests;
import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.handoff.step.Events;
import io.millrace.jobs.JobSession;
import io.millrace.jobs.StepRunner;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The steps clean and features of a definition. Arguments: definition, flights, airports, output
 * folder.
 */
final class MillracePrepare {
  private MillracePrepare() {}

  public static void main(String[] arguments) throws Exception {
    PipelineDefinition definition =
        DefinitionReader.read(
            java.nio.file.Path.of(arguments[0]),
            Map.of(
                "tables.flights.path", Json.line(arguments[1]),
                "tables.airports.path", Json.line(arguments[2]),
                "clean.columns.date.range.min", Json.line(PrepareBenchmark.FIRST),
                "clean.columns.date.range.max", Json.line(PrepareBenchmark.LAST)));
    try (SparkSession spark = JobSession.open("millrace prepare")) {
      Storage storage = new Storage(spark.sparkContext().hadoopConfiguration());
      RunDirectory run = new RunDirectory(storage, storage.qualify(arguments[3] + "/run"));
      storage.writeJson(run.definitionFile(), definition);
      storage.writeJson(run.planFile(), plan(definition));
      StepRunner runner = new StepRunner(spark, run, new Events(System.out));
      Stopwatch watch = new Stopwatch();
      StepDone clean = runner.run("clean");
      StepDone features = runner.run("features");
      double seconds = watch.seconds();
      outcome(run, seconds, watch.cpuSeconds(), clean, features).print();
    }
  }

  private static RunPlan plan(PipelineDefinition definition) {
    return new RunPlan(
        RunPlan.VERSION,
        definition.name(),
        "run",
        "benchmark",
        "none",
        "benchmark",
        Digests.of(Json.bytes(definition)),
        List.of(step("clean"), step("features")));
  }

  private static StepPlan step(String name) {
    return new StepPlan(name, name, List.of(), List.of(), name, new Measured(0, 0));
  }

  private static Outcome outcome(
      RunDirectory run, double seconds, double cpuSeconds, StepDone clean, StepDone features)
      throws IOException {
    Path manifest = new Path(run.output("features"), "data/manifest.json");
    Path plan = new Path(run.output("features"), "feature-plan.json");
    return new Outcome(
        seconds,
        cpuSeconds,
        Map.of("clean", clean.seconds(), "features", features.seconds()),
        clean.ledger().rowsIn(),
        clean.ledger().rowsOut(),
        clean.ledger().rejected(),
        Json.read(run.storage().read(manifest), DatasetManifest.class, manifest.toString()).rows(),
        constants(Json.read(run.storage().read(plan), FeaturePlan.class, plan.toString())));
  }

  private static Map<String, Double> constants(FeaturePlan plan) {
    Map<String, Double> constants = new TreeMap<>();
    for (Transform transform : plan.transforms()) {
      if (transform instanceof Transform.Numeric numeric) {
        constants.put("median", numeric.imputed());
        constants.put("mean", numeric.mean());
        constants.put("deviation", numeric.scale());
      } else if (transform instanceof Transform.Bins bins) {
        constants.put("edges", (double) bins.edges().size());
      } else if (transform instanceof Transform.Index index) {
        constants.put(index.name(), (double) index.vocabulary().size());
      } else if (transform instanceof Transform.Cross cross) {
        constants.put(cross.name(), (double) cross.codes().size());
      }
    }
    return constants;
  }
}
