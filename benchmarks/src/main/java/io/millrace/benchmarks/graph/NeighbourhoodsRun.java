package io.millrace.benchmarks.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.handoff.PreparedFiles;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.handoff.step.Events;
import io.millrace.jobs.JobSession;
import io.millrace.jobs.StepRunner;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.data.DatasetManifest.ManifestFile;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.graph.GraphSpec;
import io.millrace.spec.graph.GraphSpec.Neighbourhoods;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The step {@code neighbourhoods} over an R-MAT graph, in this JVM. Arguments: scale, edges,
 * targets, features, empty folder.
 */
final class NeighbourhoodsRun {
  private static final long SEED = 1;
  private static final String STEP = "neighbourhoods";

  private final SparkSession spark;
  private final RunDirectory run;
  private final int features;

  private NeighbourhoodsRun(SparkSession spark, RunDirectory run, int features) {
    this.spark = spark;
    this.run = run;
    this.features = features;
  }

  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = JobSession.open("millrace " + STEP)) {
      Storage storage = new Storage(spark.sparkContext().hadoopConfiguration());
      RunDirectory run = new RunDirectory(storage, storage.qualify(arguments[4] + "/run"));
      NeighbourhoodsRun made =
          new NeighbourhoodsRun(spark, run, Integer.parseInt(arguments[3]));
      Rmat graph =
          new Rmat(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]), SEED);
      made.prepare(graph, Long.parseLong(arguments[2]), arguments[4]);
      made.measure();
    }
  }

  private void prepare(Rmat graph, long targets, String folder) throws IOException {
    run.storage().writeJson(run.definitionFile(), definition(folder));
    run.storage().writeJson(run.planFile(), plan());
    run.storage().writeJson(new Path(output("features"), "feature-plan.json"), featurePlan());
    Path out = output("graph");
    graph
        .edges(spark)
        .select(col("source"), col("target"), lit(1f).as("weight"), lit(0).as("type"))
        .write()
        .parquet(new Path(out, "edges").toString());
    Dataset<Row> edges = spark.read().parquet(new Path(out, "edges").toString());
    Dataset<Row> degrees =
        edges.groupBy(col("target").as("id")).agg(count(lit(1)).cast("float").as("degree"));
    graph
        .nodes(spark, features)
        .join(degrees, new String[] {"id"}, "left")
        .select(nodeColumns(targets))
        .write()
        .parquet(new Path(out, "nodes").toString());
    System.err.printf("%d nodes, %d edges%n", graph.nodes(), edges.count());
  }

  private Column[] nodeColumns(long targets) {
    List<Column> columns = new ArrayList<>();
    Column split =
        when(col("id").lt(targets * 8 / 10), "train")
            .when(col("id").lt(targets * 9 / 10), "valid")
            .when(col("id").lt(targets), "test")
            .otherwise("other");
    columns.add(col("id"));
    columns.add(col("id").cast("string").as("key"));
    columns.add(col("id").as("__row"));
    columns.add(when(col("id").lt(targets), col("label")).as("__label"));
    columns.add(split.as("__split"));
    columns.add(org.apache.spark.sql.functions.coalesce(col("degree"), lit(0f)).as("degree"));
    for (int i = 0; i < features; i++) {
      columns.add(col("x" + i));
    }
    return columns.toArray(Column[]::new);
  }

  private void measure() throws Exception {
    StageTimes times = new StageTimes();
    spark.sparkContext().addSparkListener(times);
    StepDone done =
        new StepRunner(spark, run, new Events(new PrintStream(OutputStream.nullOutputStream())))
            .run(STEP);
    times.describe();
    DatasetManifest manifest =
        PreparedFiles.manifest(run.storage(), new Path(run.output(STEP), "data"));
    long rows = manifest.files().stream().mapToLong(ManifestFile::rows).sum();
    long bytes = manifest.files().stream().mapToLong(ManifestFile::bytes).sum();
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("rows", rows);
    more.put("seconds", Figures.rounded(done.seconds()));
    more.put("shuffleBytes", done.measured().shuffleBytes());
    Figures.print("neighbourhoods.rowsPerSecond", Figures.rounded(rows / done.seconds()), more);
    Figures.print("neighbourhoods.bytesPerRow", bytes / rows, Map.of());
    Figures.print(
        "neighbourhoods.longestByMedianTask",
        Figures.rounded(times.worst()),
        Map.of("limit", NeighbourhoodsBenchmark.LIMIT));
  }

  private Path output(String step) throws IOException {
    Path out = new Path(run.step(step), "out");
    run.writeDone(
        new StepDone(
            StepDone.VERSION, step, step, out.toString(), 0, null, new Measured(0, 0), null));
    return out;
  }

  private FeaturePlan featurePlan() {
    List<Transform> transforms = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      transforms.add(new Transform.Numeric("x" + i, "x" + i, false, 0, 0, 1));
    }
    return new FeaturePlan(FeaturePlan.VERSION, List.of(), transforms);
  }

  private static RunPlan plan() {
    List<StepPlan> steps =
        Stream.of("features", "graph", STEP)
            .map(s -> new StepPlan(s, s, List.of(), List.of(), s, new Measured(0, 0)))
            .toList();
    return new RunPlan(
        RunPlan.VERSION, "benchmark", "run", "benchmark", "none", "benchmark", "none", steps);
  }

  /** What the step reads of it is the graph; the rest only has to be whole. */
  private static PipelineDefinition definition(String folder) throws IOException {
    java.nio.file.Path file = java.nio.file.Path.of(folder, "benchmark.conf");
    Files.writeString(
        file,
        """
        format = 1
        name = benchmark
        tables { nodes { path = "none", format = parquet, columns { label = float, x0 = float } } }
        clean { table = nodes }
        label { column = label, task = binary, at-least = 1 }
        split { by = random, train = 0.8, valid = 0.1, test = 0.1 }
        features { x0 { type = numeric, column = x0 } }
        models { logistic-regression {} }
        evaluation { gate = ["rocAuc >= 0"] }
        publish { model = "benchmarks/graph", summary = "None." }
        """);
    PipelineDefinition read = DefinitionReader.read(file, Map.of());
    GraphSpec.EdgeTable edges =
        new GraphSpec.EdgeTable(
            "edges",
            "source",
            "target",
            null,
            GraphSpec.Unknown.REJECT,
            GraphSpec.Duplicates.REJECT,
            GraphSpec.SelfLoops.REJECT,
            GraphSpec.Direction.DIRECTED);
    GraphSpec graph =
        new GraphSpec(
            "id",
            null,
            List.of(edges),
            true,
            new Neighbourhoods(false, List.of(10, 10), false, 1000, SEED));
    return new PipelineDefinition(
        read.version(),
        read.name(),
        read.tables(),
        read.clean(),
        read.sources(),
        read.label(),
        read.split(),
        read.features(),
        graph,
        read.models(),
        read.evaluation(),
        read.publish(),
        read.resources());
  }
}
