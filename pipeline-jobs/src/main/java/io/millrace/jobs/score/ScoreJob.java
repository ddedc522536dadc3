package io.millrace.jobs.score;

import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.ReaderOptions;
import io.millrace.handoff.Digests;
import io.millrace.handoff.Storage;
import io.millrace.handoff.step.Events;
import io.millrace.jobs.JobSession;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores a table with a model of the catalog: raw columns in, the same rows with the model's
 * outputs out. For a model over a graph the rows are its nodes, and tables of edges come with them.
 *
 * <pre>spark-submit --class io.millrace.jobs.score.ScoreJob pipeline-jobs.jar
 *   --catalog ROOT --model TEAM/NAME@ALIAS --input P --output Q [--format parquet|csv|json|orc]
 *   [--edges TABLE=P]... [--embeddings true]
 * </pre>
 *
 * The output has the input's format; rows that are no edges stand in its folder {@code _rejected}
 * as Parquet. Exit code 0: done, 1: failed, 2: wrong arguments.
 */
public final class ScoreJob {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreJob.class);
  private static final String STEP = "score";

  /** Below the output; whoever reads a folder passes over such names. */
  private static final String REJECTED = "_rejected";

  private final SparkSession spark;
  private final Events events;
  private final Storage storage;

  ScoreJob(SparkSession spark, Events events) {
    this.spark = spark;
    this.events = events;
    this.storage = new Storage(spark.sparkContext().hadoopConfiguration());
  }

  public static void main(String[] arguments) {
    Events events = new Events(System.out);
    System.exit(run(arguments, events));
  }

  /** Runs the job; its exit code. */
  static int run(String[] arguments, Events events) {
    try {
      ScoreRequest request = ScoreRequest.of(arguments);
      try (SparkSession spark = JobSession.open("millrace score " + request.model())) {
        new ScoreJob(spark, events).score(request);
      }
      return 0;
    } catch (IllegalArgumentException e) {
      events.error(STEP, e.getMessage());
      LOG.error("Cannot score", e);
      return 2;
    } catch (Exception e) {
      events.failed(STEP, e);
      LOG.error("Cannot score", e);
      return 1;
    }
  }

  /**
   * Scores and writes, whole or not at all.
   *
   * @return rows written
   * @throws IllegalArgumentException if input, output, or the input's columns are not as they must
   *     be
   */
  long score(ScoreRequest request) throws IOException {
    long begin = System.nanoTime();
    events.start(STEP, request.model());
    Path target = storage.qualify(request.output());
    if (storage.exists(target)) {
      throw new IllegalArgumentException(
          "Cannot write scores to '%s': it exists (expected a new folder). Choose another name or remove it."
              .formatted(request.output()));
    }
    requireInput(request.input());
    for (String edges : request.edges().values()) {
      requireInput(edges);
    }
    ShippedVersion shipped =
        ShippedVersion.load(
            CatalogReader.open(request.catalog(), ReaderOptions.standard().with(storage.hadoop())),
            request.model());
    shipped.require(request);
    FileSystem fs = storage.fs(target);
    String name = "." + target.getName() + "." + UUID.randomUUID();
    Path temporary = new Path(target.getParent(), name);
    Path between = new Path(target.getParent(), name + ".between");
    try {
      write(request, shipped, temporary, between);
      if (!fs.rename(temporary, target)) {
        throw new IOException(
            "Cannot write scores to '%s': the rename of '%s' was refused."
                .formatted(request.output(), temporary));
      }
    } finally {
      fs.delete(temporary, true);
      fs.delete(between, true);
    }
    long count = read(target.toString(), request.format()).count();
    double seconds = Math.round((System.nanoTime() - begin) / 1e6) / 1e3;
    events.done(
        STEP,
        seconds,
        String.format(Locale.ROOT, "%,d rows scored into %s", count, request.output()));
    return count;
  }

  private void write(ScoreRequest request, ShippedVersion shipped, Path folder, Path between)
      throws IOException {
    Dataset<Row> rows = read(request.input(), request.format());
    List<Column> inputs = TypedColumns.of(rows, shipped.signature());
    warnOfLostValues(TypedColumns.lost(rows, shipped.signature()));
    if (shipped.overRows()) {
      BroadcastModel model =
          BroadcastModel.of(spark.sparkContext(), shipped.onnx(), shipped.signature());
      List<Column> forms = RowTensors.forms(shipped.signature(), inputs);
      write(AppendScores.to(rows, forms, model), request.format(), folder);
      return;
    }
    Map<String, Dataset<Row>> edges = new LinkedHashMap<>();
    request.edges().forEach((table, path) -> edges.put(table, read(path, request.format())));
    Path rejected = new Path(between, REJECTED);
    try (NodeScores scores = NodeScores.of(storage, between, rejected, shipped, rows, edges)) {
      write(scores.rows(request.embeddings()), request.format(), folder);
      if (storage.exists(rejected)) {
        storage.fs(rejected).rename(rejected, new Path(folder, REJECTED));
        events.warning(STEP, scores.edges(new Path(storage.qualify(request.output()), REJECTED)));
      }
    }
  }

  private static void write(Dataset<Row> scored, String format, Path folder) {
    scored.write().format(format).option("header", true).save(folder.toString());
  }

  /**
   * Spark would say it as well, but after the model was downloaded, and not as a wrong argument.
   */
  private void requireInput(String input) throws IOException {
    try {
      Digests.inputFiles(List.of(input), storage.hadoop());
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private Dataset<Row> read(String input, String format) {
    DataFrameReader reader = spark.read().format(format);
    if (format.equals("csv")) {
      reader = reader.option("header", true).option("escape", "\"");
    }
    return reader.load(input);
  }

  private void warnOfLostValues(Map<String, Long> lost) {
    if (!lost.isEmpty()) {
      events.warning(
          STEP, "values that have another type than the model takes count as missing: " + lost);
    }
  }
}
