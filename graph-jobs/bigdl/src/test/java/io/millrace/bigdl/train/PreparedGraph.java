package io.millrace.bigdl.train;

import io.millrace.handoff.Digests;
import io.millrace.handoff.Json;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.sampling.Example;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestColumn;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.data.DatasetManifest.Role;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.SplitLetters;
import io.millrace.spec.target.SplitSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A run directory over a {@link Community} whose steps before the training are done. */
final class PreparedGraph {
  private static final MessageType ROWS =
      MessageTypeParser.parseMessageType(
          "message spark_schema { optional int64 __row; optional float __label; optional float x; optional float y; optional int32 a;"
              + ExampleFiles.list("words_columns", "int32")
              + ExampleFiles.list("words_values", "float")
              + "}");

  final Community community = new Community(7);
  private final RunDirectory run;
  private final Path root;
  private final Storage storage = new Storage(new Configuration());

  PreparedGraph(Path folder) throws IOException {
    root = folder.resolve("runs/test/r1");
    run = new RunDirectory(storage, storage.qualify(root.toString()));
  }

  /**
   * Writes the run.
   *
   * @param whole whether the graph is one example
   */
  static PreparedGraph of(Path folder, boolean whole, ModelSpec... models) throws IOException {
    PreparedGraph prepared = new PreparedGraph(folder);
    prepared.definition(folder, "task = binary, at-least = 0.5", whole, List.of(models));
    prepared.features();
    Community all = prepared.community;
    int end = Community.TRAIN + Community.VALID;
    if (whole) {
      prepared.examples(
          List.of(all.whole(0, Community.TRAIN)),
          List.of(all.whole(Community.TRAIN, end)),
          List.of(all.whole(end, end + Community.TEST)));
    } else {
      prepared.examples(
          all.neighbourhoods(0, Community.TRAIN),
          all.neighbourhoods(Community.TRAIN, end),
          all.neighbourhoods(end, end + Community.TEST));
    }
    return prepared;
  }

  String root() {
    return run.root().toString();
  }

  Path folder(String below) {
    return root.resolve(below);
  }

  /**
   * @param label the definition's label section
   */
  void definition(Path folder, String label, boolean whole, List<ModelSpec> models)
      throws IOException {
    Path file = Files.createDirectories(folder).resolve("definition.conf");
    Files.writeString(
        file,
        """
        format = 1
        name = test
        tables { t { path = "t.parquet", format = parquet,
          columns { x = double, y = double, a = string, target = int } } }
        clean { table = t }
        label { column = target, %s }
        split { by = random, train = 0.7, valid = 0.15, test = 0.15, seed = 1 }
        features { x { type = numeric, column = x } }
        models { mlp { } }
        evaluation { replicates = 20, seed = 1, gate = [] }
        publish { model = "test/model", summary = "A test." }
        """
            .formatted(label));
    PipelineDefinition d = DefinitionReader.read(file, Map.of());
    List<Integer> fanOuts = whole ? List.of() : List.of(GraphSpec.Neighbourhoods.ALL);
    GraphSpec graph =
        new GraphSpec(
            "x",
            null,
            List.of(
                new GraphSpec.EdgeTable(
                    "e",
                    "s",
                    "t",
                    null,
                    GraphSpec.Unknown.REJECT,
                    GraphSpec.Duplicates.KEEP,
                    GraphSpec.SelfLoops.KEEP,
                    GraphSpec.Direction.DIRECTED)),
            true,
            new GraphSpec.Neighbourhoods(whole, fanOuts, false, 1000, 1));
    PipelineDefinition definition =
        new PipelineDefinition(
            d.version(),
            d.name(),
            d.tables(),
            d.clean(),
            List.of(),
            d.label(),
            d.split(),
            d.features(),
            graph,
            models,
            d.evaluation(),
            d.publish(),
            d.resources());
    storage.writeJson(run.definitionFile(), definition);
    List<StepPlan> steps = new ArrayList<>();
    for (ModelSpec model : models) {
      String fingerprint = Digests.of(Json.bytes(model));
      steps.add(
          new StepPlan(
              "train-" + model.name(),
              "train",
              List.of(),
              List.of(),
              fingerprint,
              new Measured(0, 0)));
    }
    storage.writeJson(
        run.planFile(),
        new RunPlan(RunPlan.VERSION, "test", "r1", "test", "catalog", "tester", "", steps));
  }

  private void features() throws IOException {
    Path out = folder("steps/features/out");
    int end = Community.TRAIN + Community.VALID;
    List<ManifestFile> files =
        List.of(
            rows(out, "train/part-0.parquet", 0, Community.TRAIN),
            rows(out, "valid/part-0.parquet", Community.TRAIN, end));
    List<ManifestColumn> columns =
        List.of(
            new ManifestColumn("__row", "long", Role.KEY, 0),
            new ManifestColumn("__label", "float", Role.LABEL, 0));
    features(transforms(List.of("p", "q", "r")), columns, files);
  }

  private static List<Transform> transforms(List<String> indices) {
    return List.of(
        new Transform.Numeric("x", "x", false, 0, 0, 1),
        new Transform.Index("a", "a", indices),
        new Transform.Sparse("words", "words", Community.WORDS, true),
        new Transform.Numeric("y", "y", false, 0, 0, 1));
  }

  /** Gives the index other values, from 1; no rows of a table stay. */
  void indices(List<String> values) throws IOException {
    features(transforms(values), List.of(), List.of());
  }

  /** Writes what the step {@code features} leaves, but its rows. */
  void features(List<Transform> transforms, List<ManifestColumn> columns, List<ManifestFile> files)
      throws IOException {
    manifest("features", columns, files);
    FeaturePlan plan =
        new FeaturePlan(
            FeaturePlan.VERSION, List.of(new Column("x", ColumnType.DOUBLE)), transforms);
    storage.writeJson(hadoop(folder("steps/features/out/feature-plan.json")), plan);
  }

  private ManifestFile rows(Path out, String name, int from, int to) throws IOException {
    Path file = out.resolve("data").resolve(name);
    SimpleGroupFactory groups = new SimpleGroupFactory(ROWS);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(hadoop(file)).withType(ROWS).build()) {
      for (int node = from; node < to; node++) {
        Group row =
            groups
                .newGroup()
                .append("__row", (long) node)
                .append("__label", Community.label(node))
                .append("x", community.dense[2 * node])
                .append("y", community.dense[2 * node + 1])
                .append("a", community.a[node]);
        ExampleFiles.ints(row, "words_columns", community.words(node));
        ExampleFiles.floats(row, "words_values", Community.wordValues());
        writer.write(row);
      }
    }
    return new ManifestFile(name, to - from, Files.size(file), "");
  }

  /** Writes examples in place of those that are there; none for tests. */
  void examples(List<Example> train, List<Example> valid) throws IOException {
    examples(train, valid, List.of());
  }

  void examples(List<Example> train, List<Example> valid, List<Example> test) throws IOException {
    Path data = folder("steps/neighbourhoods/out/data");
    int half = (train.size() + 1) / 2;
    List<ManifestFile> files = new ArrayList<>();
    files.add(ExampleFiles.write(data, "train/part-0.parquet", train.subList(0, half)));
    files.add(ExampleFiles.write(data, "train/part-1.parquet", train.subList(half, train.size())));
    files.add(ExampleFiles.write(data, "valid/part-0.parquet", valid));
    if (!test.isEmpty()) {
      files.add(ExampleFiles.write(data, "test/part-0.parquet", test));
    }
    manifest("neighbourhoods", List.of(), files);
  }

  /**
   * Writes examples of several splits in place of those that are there.
   *
   * @param splits of each, see {@link SplitLetters}
   */
  void examples(SplitSpec split, List<Example> examples, List<String> splits) throws IOException {
    Path data = folder("steps/neighbourhoods/out/data");
    List<ManifestFile> files = new ArrayList<>();
    for (String folder : List.of("train", "valid", "test", "other")) {
      char first = folder.equals("other") ? SplitLetters.NONE : SplitLetters.of(folder);
      int[] own =
          IntStream.range(0, examples.size())
              .filter(i -> splits.get(i).charAt(0) == first)
              .toArray();
      files.add(
          ExampleFiles.write(
              data,
              folder + "/part-0.parquet",
              IntStream.of(own).mapToObj(examples::get).toList(),
              IntStream.of(own).mapToObj(splits::get).toList()));
    }
    manifest("neighbourhoods", List.of(), files);
    PipelineDefinition d = run.definition();
    storage.writeJson(
        run.definitionFile(),
        new PipelineDefinition(
            d.version(),
            d.name(),
            d.tables(),
            d.clean(),
            d.sources(),
            d.label(),
            split,
            d.features(),
            d.graph(),
            d.models(),
            d.evaluation(),
            d.publish(),
            d.resources()));
  }

  private void manifest(String step, List<ManifestColumn> columns, List<ManifestFile> files)
      throws IOException {
    Path out = folder("steps/" + step + "/out");
    storage.writeJson(
        hadoop(out.resolve("data/manifest.json")),
        new DatasetManifest(
            DatasetManifest.VERSION, columns, files, Map.of(), "", Map.of(), List.of()));
    run.writeDone(
        new StepDone(1, step, "f", hadoop(out).toString(), 1, null, new Measured(0, 0), null));
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
