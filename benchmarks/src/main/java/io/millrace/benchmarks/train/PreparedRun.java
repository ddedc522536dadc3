package io.millrace.benchmarks.train;

import io.millrace.handoff.Digests;
import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.data.DatasetManifest.Role;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** A run directory whose step {@code features} is done, with synthetic prepared rows. */
final class PreparedRun {
  static final String MODEL = "measured";

  private static final int FILE_ROWS = 2_500_000;

  private final Shape shape;
  private final RunDirectory run;
  private final org.apache.hadoop.fs.Path features;

  private PreparedRun(Shape shape, RunDirectory run) {
    this.shape = shape;
    this.run = run;
    this.features = new org.apache.hadoop.fs.Path(run.step("features"), "out");
  }

  /**
   * Writes the run.
   *
   * @param model the definition's section of the one model
   */
  static PreparedRun write(Path folder, Shape shape, String model, long train, long valid)
      throws IOException {
    Path file = folder.resolve("definition.conf");
    Files.writeString(file, Definitions.text(shape, MODEL, model));
    PipelineDefinition definition = DefinitionReader.read(file, Map.of());
    Storage storage = new Storage(new Configuration());
    RunDirectory run = new RunDirectory(storage, storage.qualify(folder.resolve("run").toString()));
    storage.writeJson(run.definitionFile(), definition);
    storage.writeJson(run.planFile(), plan(definition));
    new PreparedRun(shape, run).features(train, valid);
    return new PreparedRun(shape, run);
  }

  private static RunPlan plan(PipelineDefinition definition) {
    StepPlan step =
        new StepPlan(
            "train-" + MODEL,
            "train",
            List.of(),
            List.of(),
            Digests.of(Json.bytes(definition.model(MODEL))),
            new Measured(0, 0));
    return new RunPlan(RunPlan.VERSION, definition.name(), "run", "", "", "", "", List.of(step));
  }

  /** The run's folder. */
  Path folder() {
    return Path.of(run.root().toUri());
  }

  /** The folder of the training step, with its output and checkpoints. */
  Path step() {
    return Path.of(run.step("train-" + MODEL).toUri());
  }

  private void features(long train, long valid) throws IOException {
    Path data = Path.of(features.toUri()).resolve("data");
    List<ManifestFile> files = new ArrayList<>(split(data, "train", 0, train));
    files.addAll(split(data, "valid", train, train + valid));
    run.storage()
        .writeJson(
            new org.apache.hadoop.fs.Path(features, "data/manifest.json"),
            new DatasetManifest(
                DatasetManifest.VERSION,
                columns(),
                files,
                Map.of("train", train, "valid", valid),
                "",
                Map.of(),
                List.of()));
    run.storage()
        .writeJson(new org.apache.hadoop.fs.Path(features, "feature-plan.json"), featurePlan());
    run.writeDone(
        new StepDone(
            StepDone.VERSION,
            "features",
            "",
            features.toString(),
            0,
            null,
            new Measured(0, 0),
            null));
  }

  private List<ManifestFile> split(Path data, String split, long from, long to) throws IOException {
    List<ManifestFile> files = new ArrayList<>();
    for (long first = from; first < to; first += FILE_ROWS) {
      String name = "%s/part-%05d.parquet".formatted(split, files.size());
      files.add(RowFile.write(data, name, shape, first, Math.min(to, first + FILE_ROWS)));
    }
    return files;
  }

  private List<ManifestColumn> columns() {
    List<ManifestColumn> columns = new ArrayList<>();
    columns.add(new ManifestColumn(RowFile.KEY, "long", Role.KEY, 0));
    columns.add(new ManifestColumn(RowFile.LABEL, "float", Role.LABEL, 0));
    for (int i = 0; i < shape.dense(); i++) {
      columns.add(new ManifestColumn(shape.denseName(i), "float", Role.FEATURE, 0));
    }
    for (int i = 0; i < shape.indices(); i++) {
      int cardinality = shape.cardinalities().get(i);
      columns.add(new ManifestColumn(shape.indexName(i), "int", Role.FEATURE, cardinality));
    }
    return columns;
  }

  private FeaturePlan featurePlan() {
    List<Column> columns = new ArrayList<>();
    List<Transform> transforms = new ArrayList<>();
    for (int i = 0; i < shape.dense(); i++) {
      String name = shape.denseName(i);
      columns.add(new Column(name, ColumnType.DOUBLE));
      transforms.add(new Transform.Numeric(name, name, false, 0, 0, 1));
    }
    for (int i = 0; i < shape.indices(); i++) {
      String name = shape.indexName(i);
      columns.add(new Column(name, ColumnType.STRING));
      transforms.add(new Transform.Index(name, name, words(shape.cardinalities().get(i) - 1)));
    }
    return new FeaturePlan(FeaturePlan.VERSION, columns, transforms);
  }

  private static List<String> words(int count) {
    return IntStream.range(0, count).mapToObj(i -> "w" + i).collect(Collectors.toList());
  }
}
