package io.millrace.benchmarks.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.handoff.Json;
import io.millrace.jobs.JobSession;
import io.millrace.jobs.measures.Between;
import io.millrace.jobs.measures.NodeMeasures;
import io.millrace.spec.graph.GraphSpec.Measure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.graphx.Edge;
import org.apache.spark.graphx.Graph;
import org.apache.spark.graphx.lib.ConnectedComponents;
import org.apache.spark.graphx.lib.PageRank;
import org.apache.spark.graphx.lib.TriangleCount;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * One measure of the nodes of an R-MAT graph, in this JVM. Arguments: scale, edges, measure, {@link
 * #MILLRACE} or {@link #GRAPH_X}, empty folder, rounds that GraphX's PageRank takes: as many as
 * Millrace took, since the two end by different conditions.
 */
final class MeasuresRun {
  static final String MILLRACE = "millrace";
  static final String GRAPH_X = "graphx";

  private static final long SEED = 1;

  /** Of a walk that starts anew at any node. */
  private static final double RESET = 0.15;

  /** As the step {@code graph} sets it: 16 MB of source, target and weight. */
  private static final long EDGES_OF_TASK = 800_000;

  private MeasuresRun() {}

  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = JobSession.open("millrace measures")) {
      Rmat graph = new Rmat(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]), SEED);
      Measure measure = Measure.valueOf(arguments[2].toUpperCase(Locale.ROOT).replace('-', '_'));
      Path folder = Path.of(arguments[4]);
      String file = folder.resolve("edges").toString();
      graph.edges(spark).withColumn("weight", lit(1f)).write().parquet(file);
      Dataset<Row> edges = spark.read().parquet(file);
      spark.conf().set("spark.sql.shuffle.partitions", 1 + edges.count() / EDGES_OF_TASK);
      Rounds rounds = new Rounds();
      spark.sparkContext().addSparkListener(rounds);
      double cpu = cpuSeconds();
      long begin = System.nanoTime();
      if (arguments[3].equals(MILLRACE)) {
        NodeMeasures.add(
                spark.range(graph.nodes()).toDF("id"),
                edges,
                List.of(measure),
                new Folder(spark, folder))
            .write()
            .parquet(folder.resolve("found").toString());
      } else {
        graphX(edges, measure, Integer.parseInt(arguments[5]));
      }
      Map<String, Object> outcome = new LinkedHashMap<>();
      spark.sparkContext().listenerBus().waitUntilEmpty();
      outcome.put("rounds", rounds.count.get());
      outcome.put("seconds", Figures.rounded((System.nanoTime() - begin) / 1e9));
      outcome.put("cpuSeconds", Figures.rounded(cpuSeconds() - cpu));
      System.out.println(Json.line(outcome));
    }
  }

  /** Counts the rounds of PageRank, each of which is a job. */
  private static final class Rounds extends SparkListener {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      String description = job.properties().getProperty("spark.job.description", "");
      if (description.startsWith("PageRank, round ")) {
        count.incrementAndGet();
      }
    }
  }

  private record Folder(SparkSession spark, Path below) implements Between {
    @Override
    public Dataset<Row> keep(String name, Dataset<Row> rows) {
      String path = below.resolve(name).toString();
      rows.write().parquet(path);
      return spark.read().schema(rows.schema()).parquet(path);
    }

    @Override
    public void drop(String name) throws IOException {
      Scratch.delete(below.resolve(name));
    }
  }

  private static void graphX(Dataset<Row> edges, Measure measure, int rounds) {
    ClassTag<Object> whole = ClassTag$.MODULE$.Int();
    RDD<Edge<Object>> ends =
        edges
            .select(col("source"), col("target"))
            .javaRDD()
            .map(row -> new Edge<Object>(row.getLong(0), row.getLong(1), 1))
            .rdd();
    StorageLevel level = StorageLevel.MEMORY_AND_DISK();
    Graph<Object, Object> graph = Graph.fromEdges(ends, 0, level, level, whole, whole);
    switch (measure) {
      case PAGE_RANK -> PageRank.run(graph, rounds, RESET, whole, whole).vertices().count();
      case TRIANGLES -> TriangleCount.run(graph, whole, whole).vertices().count();
      case COMPONENT -> ConnectedComponents.run(graph, whole, whole).vertices().count();
    }
  }

  private static double cpuSeconds() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }
}
