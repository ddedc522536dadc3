package io.millrace.benchmarks.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import io.millrace.handoff.definition.DefinitionReader;
import io.millrace.handoff.step.Events;
import io.millrace.jobs.JobSession;
import io.millrace.jobs.StepRunner;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.data.DatasetManifest;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.run.RunPlan;
import io.millrace.spec.run.StepDone;
import io.millrace.spec.run.StepDone.Measured;
import io.millrace.spec.run.StepPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The step {@code graph} over prepared nodes and cleaned edges of an R-MAT graph, in this JVM.
 * Arguments: scale, edges, features, empty folder.
 */
final class GraphRun {
  private static final long SEED = 1;
  private static final String STEP = "graph";

  private final SparkSession spark;
  private final RunDirectory run;

  private GraphRun(SparkSession spark, RunDirectory run) {
    this.spark = spark;
    this.run = run;
  }

  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = JobSession.open("millrace " + STEP)) {
      Storage storage = new Storage(spark.sparkContext().hadoopConfiguration());
      RunDirectory run = new RunDirectory(storage, storage.qualify(arguments[3] + "/run"));
      Rmat graph = new Rmat(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]), SEED);
      storage.writeJson(run.definitionFile(), definition(arguments[3]));
      storage.writeJson(run.planFile(), plan());
      GraphRun made = new GraphRun(spark, run);
      made.prepare(graph, Integer.parseInt(arguments[2]));
      made.measure();
    }
  }

  private void prepare(Rmat graph, int features) throws IOException {
    Dataset<Row> nodes = graph.nodes(spark, features);
    save("clean", SavedDataset.ALL, nodes.select(col("id").as(Names.ROW), col("id")));
    save(
        "clean-edges",
        SavedDataset.ALL,
        graph
            .edges(spark)
            .select(monotonically_increasing_id().as(Names.ROW), col("source"), col("target")));
    List<Column> columns = new ArrayList<>();
    columns.add(col("id").as(Names.ROW));
    columns.add(col("label").as(Names.LABEL));
    List<Transform> transforms = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      columns.add(col("x" + i));
      transforms.add(new Transform.Numeric("x" + i, "x" + i, false, 0, 0, 1));
    }
    Path out = save("features", "train", nodes.select(columns.toArray(Column[]::new)));
    run.storage()
        .writeJson(
            new Path(out, "feature-plan.json"),
            new FeaturePlan(FeaturePlan.VERSION, List.of(), transforms));
  }

  /** Writes rows as what a step leaves. */
  private Path save(String step, String split, Dataset<Row> rows) throws IOException {
    Path out = new Path(run.step(step), "out");
    Path data = new Path(out, Names.DATA);
    String folder = new Path(data, split).toString();
    rows.write().parquet(folder);
    long count = spark.read().parquet(folder).count();
    SavedDataset.finish(
        run.storage(),
        data,
        new DatasetManifest(
            DatasetManifest.VERSION,
            List.of(),
            List.of(),
            Map.of(split, count),
            "",
            Map.of("step", step),
            List.of()));
    run.writeDone(
        new StepDone(
            StepDone.VERSION, step, step, out.toString(), 0, null, new Measured(0, 0), null));
    return out;
  }

  private void measure() throws Exception {
    double cpu = cpuSeconds();
    StepDone done =
        new StepRunner(spark, run, new Events(new PrintStream(OutputStream.nullOutputStream())))
            .run(STEP);
    long edges = done.ledger().rowsIn();
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("edges", edges);
    more.put("seconds", Figures.rounded(done.seconds()));
    more.put("cpuSeconds", Figures.rounded(cpuSeconds() - cpu));
    more.put("shuffleBytes", done.measured().shuffleBytes());
    more.put("memoryBytes", done.measured().memoryBytes());
    Figures.print(
        "graph.secondsPerMillionEdges", Figures.rounded(done.seconds() / edges * 1e6), more);
  }

  private static double cpuSeconds() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  private static RunPlan plan() {
    StepPlan step = new StepPlan(STEP, STEP, List.of(), List.of(), STEP, new Measured(0, 0));
    return new RunPlan(
        RunPlan.VERSION,
        "benchmark",
        "run",
        "benchmark",
        "none",
        "benchmark",
        "none",
        List.of(step));
  }

  private static PipelineDefinition definition(String folder) throws IOException {
    java.nio.file.Path file = java.nio.file.Path.of(folder, "benchmark.conf");
    Files.writeString(
        file,
        """
        format = 1
        name = benchmark
        tables {
          nodes { path = "none", format = parquet, columns { id = long, label = float, x0 = float } }
          edges { path = "none", format = parquet, columns { source = long, target = long } }
        }
        clean { table = nodes, sources { edges {} } }
        label { column = label, task = binary, at-least = 1 }
        split { by = random, train = 0.8, valid = 0.1, test = 0.1 }
        features { x0 { type = numeric, column = x0 } }
        graph { key = id, edges { edges { source = source, target = target } } }
        models { logistic-regression {} }
        evaluation { gate = ["rocAuc >= 0"] }
        publish { model = "benchmarks/graph", summary = "None." }
        """);
    return DefinitionReader.read(file, Map.of());
  }
}
