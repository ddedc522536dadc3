package io.millrace.jobs.neighbourhoods;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.handoff.step.Events;
import io.millrace.jobs.Definitions;
import io.millrace.jobs.StepRunner;
import io.millrace.jobs.TestSpark;
import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A run in which the steps before {@code neighbourhoods} are done, with what they have written. */
final class GraphRun {
  private final RunDirectory run;

  private GraphRun(RunDirectory run) {
    this.run = run;
  }

  static GraphSpec.EdgeTable edgeTable(String name, GraphSpec.Duplicates duplicates) {
    return new GraphSpec.EdgeTable(
        name,
        "from",
        "to",
        null,
        GraphSpec.Unknown.REJECT,
        duplicates,
        GraphSpec.SelfLoops.KEEP,
        GraphSpec.Direction.DIRECTED);
  }

  static GraphRun of(Path folder, GraphSpec spec, Dataset<Row> nodes, Dataset<Row> edges)
      throws IOException {
    Storage storage = new Storage(TestSpark.session().sparkContext().hadoopConfiguration());
    Path root = folder.resolve("runs/tested/r1");
    RunDirectory run = new RunDirectory(storage, storage.qualify(root.toString()));
    storage.writeJson(run.definitionFile(), definition(folder, spec));
    storage.writeJson(run.planFile(), plan());
    org.apache.hadoop.fs.Path features = output(run, "features");
    storage.writeJson(new org.apache.hadoop.fs.Path(features, "feature-plan.json"), features());
    org.apache.hadoop.fs.Path graph = output(run, "graph");
    nodes.write().parquet(new org.apache.hadoop.fs.Path(graph, "nodes").toString());
    edges.write().parquet(new org.apache.hadoop.fs.Path(graph, "edges").toString());
    return new GraphRun(run);
  }

  private static org.apache.hadoop.fs.Path output(RunDirectory run, String step)
      throws IOException {
    org.apache.hadoop.fs.Path out = new org.apache.hadoop.fs.Path(run.step(step), "out");
    run.writeDone(
        new StepDone(
            StepDone.VERSION, step, "test-" + step, out.toString(), 1, null, new Measured(0, 0), null));
    return out;
  }

  private static PipelineDefinition definition(Path folder, GraphSpec spec) throws IOException {
    Path file = Files.createDirectories(folder).resolve("definition.conf");
    Files.writeString(
        file,
        Definitions.cleaning(
            """
            tables { things { path = "in", format = csv, columns { v = double, w = double } } }
            clean { table = things }
            """,
            "v",
            "w"));
    PipelineDefinition read = DefinitionReader.read(file, Map.of());
    return new PipelineDefinition(
        read.version(),
        read.name(),
        read.tables(),
        read.clean(),
        read.sources(),
        read.label(),
        read.split(),
        read.features(),
        spec,
        read.models(),
        read.evaluation(),
        read.publish(),
        read.resources());
  }

  private static RunPlan plan() {
    List<StepPlan> steps =
        Stream.of("features", "graph", "neighbourhoods")
            .map(
                name ->
                    new StepPlan(
                        name, name, List.of(), List.of(), "test-" + name, new Measured(0, 0)))
            .toList();
    return new RunPlan(
        RunPlan.VERSION, "tested", "r1", "test", "none", "tester", "digest", steps);
  }

  private static FeaturePlan features() {
    return new FeaturePlan(
        FeaturePlan.VERSION,
        List.of(),
        List.of(
            new Transform.Numeric("x", "v", false, 0, 0, 1),
            new Transform.Index("kind", "k", List.of("a", "b")),
            new Transform.Numeric("y", "w", false, 0, 0, 1),
            new Transform.Sparse("words", "t", 100, false)));
  }

  static NodeColumns columns() {
    return NodeColumns.of(features());
  }

  Ledger run() throws Exception {
    return new StepRunner(
            TestSpark.session(),
            run,
            new Events(new PrintStream(java.io.OutputStream.nullOutputStream())))
        .run("neighbourhoods")
        .ledger();
  }

  org.apache.hadoop.fs.Path data() throws IOException {
    return new org.apache.hadoop.fs.Path(run.output("neighbourhoods"), "data");
  }

  DatasetManifest manifest() throws IOException {
    return io.millrace.handoff.PreparedFiles.manifest(run.storage(), data());
  }

  Dataset<Row> rows(String split) throws IOException {
    return TestSpark.session().read().parquet(new org.apache.hadoop.fs.Path(data(), split).toString());
  }

  List<Example> examples(String split) throws IOException {
    return rows(split).collectAsList().stream().map(GraphRun::example).toList();
  }

  private static Example example(Row row) {
    long[] ids = longs(row, "ids");
    return new Example(
        ids,
        new Topology(
            ids.length,
            ints(row, "begins"),
            ints(row, "sources"),
            row.isNullAt(row.fieldIndex("weights")) ? null : floats(row, "weights"),
            floats(row, "degrees"),
            new int[] {0, ids.length}),
        floats(row, "dense"),
        List.of(ints(row, "kind")),
        List.of(
            new SparseRows(
                ints(row, "words_begins"),
                ints(row, "words_columns"),
                floats(row, "words_values"))),
        ints(row, "targets"),
        longs(row, "keys"),
        floats(row, "labels"));
  }

  private static int[] ints(Row row, String column) {
    return row.<Integer>getList(row.fieldIndex(column)).stream().mapToInt(i -> i).toArray();
  }

  private static long[] longs(Row row, String column) {
    return row.<Long>getList(row.fieldIndex(column)).stream().mapToLong(i -> i).toArray();
  }

  private static float[] floats(Row row, String column) {
    List<Float> list = row.getList(row.fieldIndex(column));
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = list.get(i);
    }
    return floats;
  }
}
