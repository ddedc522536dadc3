package io.millrace.benchmarks.sdk;

import static org.apache.spark.sql.functions.sum;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.benchmarks.serve.DelayModel;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.FileCache;
import io.millrace.handoff.Digests;
import io.millrace.jobs.sql.ModelFunctions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Scores the same cached rows by a model of the demo's shape in turns: row by row in SQL, in
 * batches, and not at all. Then reads a file from a cache, which hashes it, and from the disk.
 */
final class SdkRun {
  private static final int COPIES = 10;
  private static final int ROUNDS = 5;
  private static final int FILE_BYTES = 64 << 20;
  private static final String MODEL = "ops/delay";

  private SdkRun() {}

  /** Arguments: the number of rows. */
  public static void main(String[] arguments) throws Exception {
    Path scratch = Scratch.create("millrace-sdk-run-");
    int count = Integer.parseInt(arguments[0]);
    SparkSession spark = SparkSession.builder().appName("sdk").getOrCreate();
    ModelFunctions.register(spark, catalog(scratch.resolve("catalog")));
    Dataset<Row> rows = rows(spark, count);
    scores(spark, rows, count);
    reads(scratch);
    System.exit(0);
  }

  private static Catalog catalog(Path root) {
    Catalog catalog = Catalog.open(root.toString());
    catalog.publish(DelayModel.publication(MODEL, DelayModel.onnx()));
    return catalog;
  }

  private static Dataset<Row> rows(SparkSession spark, int count) {
    List<Row> some =
        DelayModel.rows(count / COPIES).stream()
            .map(
                row ->
                    RowFactory.create(
                        new Timestamp(row.millis()), row.distance(), row.from(), row.to()))
            .toList();
    StructType schema =
        new StructType()
            .add("time", DataTypes.TimestampType)
            .add("miles", DataTypes.IntegerType)
            .add("from", DataTypes.StringType)
            .add("to", DataTypes.StringType);
    Dataset<Row> cached =
        spark.createDataFrame(some, schema).crossJoin(spark.range(COPIES)).repartition(4).cache();
    cached.createOrReplaceTempView("flights");
    cached.count();
    return cached;
  }

  private static void scores(SparkSession spark, Dataset<Row> rows, int count) {
    List<Double> single = new ArrayList<>();
    List<Double> batch = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    // The first round is Java's compiler's.
    for (int round = 0; round <= ROUNDS; round++) {
      double inSql =
          seconds(spark.sql("SELECT sum(millrace_score('" + MODEL + "', struct(*))) FROM flights"));
      double inBatches = seconds(ModelFunctions.score(rows, MODEL).agg(sum("probability")));
      double unscored = seconds(rows.agg(sum("miles")));
      if (round > 0) {
        single.add(inSql / count * 1e6);
        batch.add(inBatches / count * 1e6);
        bare.add(unscored / count * 1e6);
        ratios.add(inSql / inBatches);
      }
    }
    print("sdk.sql.microsecondsPerRow", single);
    print("sdk.dataset.microsecondsPerRow", batch);
    print("sdk.unscored.microsecondsPerRow", bare);
    print("sdk.sqlByDataset", ratios);
  }

  private static double seconds(Dataset<Row> rows) {
    long begin = System.nanoTime();
    rows.collectAsList();
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void reads(Path scratch) throws IOException {
    byte[] content = new byte[FILE_BYTES];
    new Random(1).nextBytes(content);
    String sha256 = Digests.of(content);
    FileCache cache = new FileCache(scratch.resolve("cache"), FileCache.DEFAULT_MAX_BYTES);
    List<Double> opens = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      long begin = System.nanoTime();
      try (InputStream in = cache.open(sha256, out -> out.write(content)).orElseThrow()) {
        // Opening verifies: what follows is only reading.
        if (round > 0) {
          opens.add((System.nanoTime() - begin) / 1e6 / (FILE_BYTES >> 20));
        }
        if (in.readAllBytes().length != FILE_BYTES) {
          throw new IOException("The cache gave another file");
        }
      }
    }
    print("sdk.cache.verifyMillisecondsPerMegabyte", opens);
  }

  private static void print(String name, List<Double> values) {
    Figures.print(name, Figures.rounded(Figures.median(values)), Figures.spread(values));
  }
}
