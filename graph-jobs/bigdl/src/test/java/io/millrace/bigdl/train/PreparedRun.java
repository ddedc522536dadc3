package io.millrace.bigdl.train;

import io.millrace.bigdl.checkpoint.Checkpoints;
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
import io.millrace.spec.model.Predictor;
import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import io.millrace.spec.network.Shapes;
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
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * A run directory whose step {@code features} is done: two numbers and two indices, and a label
 * that depends on them.
 */
final class PreparedRun {
  static final int TRAIN = 6_000;
  static final int VALID = 1_500;
  static final int TEST = 700;
  private static final int A = 5;
  private static final int B = 40;
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message spark_schema { optional int64 __row; optional float __label; optional float x; optional float y; optional int32 a; optional int32 b; }");

  private final RunDirectory run;
  private final PipelineDefinition definition;

  private PreparedRun(RunDirectory run, PipelineDefinition definition) {
    this.run = run;
    this.definition = definition;
  }

  /**
   * Writes the run.
   *
   * @param label the definition's label section
   * @param models the definition's models section
   */
  static PreparedRun of(Path folder, String label, String models) throws IOException {
    Path file = Files.createDirectories(folder).resolve("definition.conf");
    Files.writeString(file, text(label, models));
    PipelineDefinition definition = DefinitionReader.read(file, Map.of());
    Storage storage = new Storage(new Configuration());
    RunDirectory run =
        new RunDirectory(storage, storage.qualify(folder.resolve("runs/test/r1").toString()));
    storage.writeJson(run.definitionFile(), definition);
    storage.writeJson(run.planFile(), plan(definition));
    PreparedRun prepared = new PreparedRun(run, definition);
    prepared.features(prepared.dataFolder());
    return prepared;
  }

  private static String text(String label, String models) {
    return """
        format = 1
        name = test
        tables { t { path = "t.parquet", format = parquet,
          columns { x = double, y = double, a = string, b = string, target = int, day = timestamp } } }
        clean { table = t }
        label { column = target, %s }
        split { by = random, train = 0.7, valid = 0.15, test = 0.15, seed = 1 }
        features {
          x { type = numeric, column = x, standardise = false }
          y { type = numeric, column = y, standardise = false }
          a { type = index, column = a }
          b { type = index, column = b }
        }
        models { %s }
        evaluation { replicates = 20, seed = 1, gate = [] }
        publish { model = "test/model", summary = "A test." }
        """
        .formatted(label, models);
  }

  private static RunPlan plan(PipelineDefinition definition) {
    List<StepPlan> steps =
        definition.models().stream()
            .map(
                m ->
                    new StepPlan(
                        "train-" + m.name(),
                        "train",
                        List.of(),
                        List.of(),
                        Digests.of(Json.bytes(m)),
                        new Measured(0, 0)))
            .toList();
    return new RunPlan(RunPlan.VERSION, "test", "r1", "test", "catalog", "tester", "", steps);
  }

  RunDirectory directory() {
    return run;
  }

  PipelineDefinition definition() {
    return definition;
  }

  Path folder(String below) {
    return Path.of(run.root().toUri()).resolve(below);
  }

  /**
   * A model as it was after the last epoch.
   *
   * @param like the best epoch's
   */
  Predictor.Deep last(String model, Predictor.Deep like) throws IOException {
    Path root;
    try (var folders = Files.list(folder("steps/train-" + model + "/checkpoints"))) {
      root = folders.findFirst().orElseThrow();
    }
    Shapes shapes = Shapes.of(like.network());
    Checkpoints checkpoints =
        new Checkpoints(
            run.storage(),
            new org.apache.hadoop.fs.Path(root.toUri()),
            StopOn.LOSS,
            problem -> {
              throw new IllegalStateException(problem);
            });
    float[] weights = checkpoints.newest(shapes.parameterCount()).orElseThrow().weights();
    return new Predictor.Deep(
        like.task(), like.network(), shapes.split(weights), like.scale(), like.shift());
  }

  private Path dataFolder() {
    return folder("steps/features/out/data");
  }

  static FeaturePlan featurePlan() {
    return new FeaturePlan(
        FeaturePlan.VERSION,
        List.of(
            new Column("x", ColumnType.DOUBLE),
            new Column("y", ColumnType.DOUBLE),
            new Column("a", ColumnType.STRING),
            new Column("b", ColumnType.STRING)),
        List.of(
            new Transform.Numeric("x", "x", false, 0, 0, 1),
            new Transform.Numeric("y", "y", false, 0, 0, 1),
            new Transform.Index("a", "a", words("a", A - 1)),
            new Transform.Index("b", "b", words("b", B - 1))));
  }

  private static List<String> words(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private void features(Path data) throws IOException {
    List<ManifestFile> files = new ArrayList<>();
    files.add(write(data, "train/part-0.parquet", 0, TRAIN / 3));
    files.add(write(data, "train/part-1.parquet", TRAIN / 3, TRAIN));
    files.add(write(data, "valid/part-0.parquet", TRAIN, TRAIN + VALID));
    files.add(write(data, "test/part-0.parquet", TRAIN + VALID, TRAIN + VALID + TEST));
    List<ManifestColumn> columns =
        List.of(
            new ManifestColumn("__row", "long", Role.KEY, 0),
            new ManifestColumn("__label", "float", Role.LABEL, 0),
            new ManifestColumn("x", "float", Role.FEATURE, 0),
            new ManifestColumn("y", "float", Role.FEATURE, 0),
            new ManifestColumn("a", "int", Role.FEATURE, A),
            new ManifestColumn("b", "int", Role.FEATURE, B));
    Storage storage = run.storage();
    org.apache.hadoop.fs.Path out = new org.apache.hadoop.fs.Path(run.step("features"), "out");
    storage.writeJson(
        new org.apache.hadoop.fs.Path(out, "data/manifest.json"),
        new DatasetManifest(
            DatasetManifest.VERSION,
            columns,
            files,
            Map.of("train", (long) TRAIN, "valid", (long) VALID, "test", (long) TEST),
            "",
            Map.of(),
            List.of()));
    storage.writeJson(new org.apache.hadoop.fs.Path(out, "feature-plan.json"), featurePlan());
    run.writeDone(
        new StepDone(
            1,
            "features",
            "f",
            storage.fs(out).makeQualified(out).toString(),
            1,
            null,
            new Measured(0, 0),
            null));
  }

  /** Rows from a number on; the same number gives the same row. Several row groups. */
  private ManifestFile write(Path data, String name, int from, int to) throws IOException {
    Path file = data.resolve(name);
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(SCHEMA)
            .withRowGroupSize(8_192L)
            .withPageSize(2_048)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (int row = from; row < to; row++) {
        writer.write(row(groups.newGroup(), row));
      }
    }
    return new ManifestFile(name, to - from, Files.size(file), "");
  }

  /** The features of a row by name. */
  static Map<String, Number> values(long row) {
    SplittableRandom random = new SplittableRandom(row);
    float x = (float) (random.nextDouble() * 4 - 2);
    float y = (float) (random.nextDouble() * 4 - 2);
    return Map.of("x", x, "y", y, "a", random.nextInt(A), "b", random.nextInt(B));
  }

  /** The label of a row. */
  float label(long row) {
    Map<String, Number> values = values(row);
    float y = values.get("y").floatValue();
    double signal =
        1.5 * values.get("x").floatValue()
            + (values.get("a").intValue() == 2 ? -2 * y : y * 0.5)
            + Math.sin(values.get("b").intValue());
    return label(signal, new SplittableRandom(-1 - row).nextDouble());
  }

  private Group row(Group group, int row) {
    Map<String, Number> values = values(row);
    return group
        .append("__row", (long) row)
        .append("__label", label(row))
        .append("x", values.get("x").floatValue())
        .append("y", values.get("y").floatValue())
        .append("a", values.get("a").intValue())
        .append("b", values.get("b").intValue());
  }

  private float label(double signal, double chance) {
    return switch (definition.label().task()) {
      case BINARY -> chance < 1 / (1 + Math.exp(-signal)) ? 1 : 0;
      case MULTICLASS -> signal + chance < -1 ? 0 : signal + chance < 1.5 ? 1 : 2;
      case REGRESSION -> (float) (50 + 20 * (signal + chance));
    };
  }

  /** Writes a training file again with one value changed. */
  void damage(String column, Object value) throws IOException {
    Path file = dataFolder().resolve("train/part-0.parquet");
    Files.delete(file);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(SCHEMA)
            .build()) {
      for (int row = 0; row < TRAIN / 3; row++) {
        Group group = row(groups.newGroup(), row);
        if (row == 77) {
          Group changed = groups.newGroup();
          for (String name : List.of("__row", "__label", "x", "y", "a", "b")) {
            put(changed, name, name.equals(column) ? value : get(group, name));
          }
          group = changed;
        }
        writer.write(group);
      }
    }
  }

  private static Object get(Group group, String name) {
    return switch (name) {
      case "__row" -> group.getLong(name, 0);
      case "a", "b" -> group.getInteger(name, 0);
      default -> group.getFloat(name, 0);
    };
  }

  private static void put(Group group, String name, Object value) {
    if (value instanceof Long number) {
      group.append(name, number);
    } else if (value instanceof Integer number) {
      group.append(name, number);
    } else {
      group.append(name, (Float) value);
    }
  }
}
