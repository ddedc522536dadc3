package io.millrace.bigdl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.Json;
import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.network.PredictorFiles;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.data.DatasetManifest.Role;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.RunSummary;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Spark 3.5's side writes is read with the libraries of BigDL's side, and the other way. */
class ContractsIT {
  private static final Path HOME = Path.of(System.getProperty("millrace.home", "../.."));

  @Test
  void definitionIsTheSameInBothRuntimes() throws Exception {
    PipelineDefinition definition =
        DefinitionReader.read(HOME.resolve("conf/flight-delays.conf"), Map.of());

    assertThat(again(definition, PipelineDefinition.class)).isEqualTo(definition);
  }

  @Test
  void filesOfRunAndStepsAreRead() throws Exception {
    Measured measured = new Measured(1, 2);
    StepPlan step =
        new StepPlan("clean", "clean", List.of("t"), List.of("data"), "print", measured);
    RunPlan plan = new RunPlan(1, "p", "r", "code", "catalog", "me", "digest", List.of(step));
    StepDone done = new StepDone(1, "clean", "print", "out", 1.5, ledger(), measured, null);
    RunSummary summary =
        Json.read(
            Files.readAllBytes(HOME.resolve("docs/summary.example.json")),
            RunSummary.class,
            "summary.example.json");

    assertThat(again(plan, RunPlan.class)).isEqualTo(plan);
    assertThat(again(done, StepDone.class)).isEqualTo(done);
    assertThat(again(summary, RunSummary.class)).isEqualTo(summary);
    assertThat(summary.steps()).isNotEmpty();
  }

  @Test
  void filesOfDataAreRead() throws Exception {
    DatasetManifest manifest =
        new DatasetManifest(
            1,
            List.of(new ManifestColumn("a", "int", Role.FEATURE, 5)),
            List.of(new ManifestFile("train/x", 3, 4, "sha")),
            Map.of("train", 3L),
            "by time",
            Map.of("code", "c"),
            List.of());
    FeaturePlan features =
        new FeaturePlan(
            1,
            List.of(new Column("a", ColumnType.STRING)),
            List.of(
                new Transform.Index("a", "a", List.of("x", "y")),
                new Transform.Cross("c", List.of("a", "a"), List.of(3, 3), List.of(1L), null)));

    assertThat(again(manifest, DatasetManifest.class)).isEqualTo(manifest);
    assertThat(again(features, FeaturePlan.class)).isEqualTo(features);
  }

  @Test
  void modelsOfOtherEnginesAreRead() {
    Predictor.Linear linear =
        new Predictor.Linear(
            Task.BINARY,
            List.of("x"),
            new double[][] {{0.5}},
            List.of(new Predictor.Table("a", new double[][] {{1}, {2}})),
            new double[] {-1});

    Predictor read =
        PredictorFiles.read(PredictorFiles.network(linear), PredictorFiles.weights(linear));

    assertThat(((Predictor.Linear) read).tables().get(0).weights()[1]).containsExactly(2);
  }

  private static Ledger ledger() {
    return new Ledger(3, 2, Map.of("range", 1L), Map.of());
  }

  private static <T> T again(T value, Class<T> type) throws Exception {
    return Json.read(Json.bytes(value), type, type.getSimpleName());
  }
}
