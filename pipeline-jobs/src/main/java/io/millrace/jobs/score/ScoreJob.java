package io.millrace.jobs.score;

import static io.millrace.jobs.data.Names.quoted;
import static org.apache.spark.sql.functions.expr;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.OnnxScorer;
import io.millrace.catalog.Signature;
import io.millrace.handoff.Digests;
import io.millrace.handoff.Storage;
import io.millrace.handoff.step.Events;
import io.millrace.handoff.step.JobArguments;
import io.millrace.jobs.JobSession;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
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
 * outputs out.
 *
 * <pre>spark-submit --class io.millrace.jobs.score.ScoreJob pipeline-jobs.jar
 *   --catalog ROOT --model TEAM/NAME@ALIAS --input P --output Q [--format parquet|csv|json|orc]
 * </pre>
 *
 * The output has the input's format. Exit code 0: done, 1: failed, 2: wrong arguments.
 */
public final class ScoreJob {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreJob.class);
  private static final String STEP = "score";

  /** Of input and output, as Spark names them. */
  static final List<String> FORMATS = List.of("parquet", "csv", "json", "orc");

  private final SparkSession spark;
  private final Events events;

  ScoreJob(SparkSession spark, Events events) {
    this.spark = spark;
    this.events = events;
  }

  public static void main(String[] arguments) {
    Events events = new Events(System.out);
    System.exit(run(arguments, events));
  }

  /** Runs the job; its exit code. */
  static int run(String[] arguments, Events events) {
    try {
      JobArguments given =
          JobArguments.parse(arguments, "catalog", "model", "input", "output", "format");
      String catalog = given.required("catalog");
      String model = given.required("model");
      String input = given.required("input");
      String output = given.required("output");
      String format = format(given);
      try (SparkSession spark = JobSession.open("millrace score " + model)) {
        new ScoreJob(spark, events).score(catalog, model, input, output, format);
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

  private static String format(JobArguments given) {
    String format = given.optional("format").orElse("parquet");
    if (!FORMATS.contains(format)) {
      throw new IllegalArgumentException(
          "Cannot score format '%s' (expected parquet, csv, json or orc).".formatted(format));
    }
    return format;
  }

  /**
   * Scores and writes, whole or not at all.
   *
   * @param format one of {@link #FORMATS}
   * @return rows written
   * @throws IllegalArgumentException if input, output, or the input's columns are not as they must
   *     be
   */
  long score(String catalogRoot, String model, String input, String output, String format)
      throws IOException {
    long begin = System.nanoTime();
    events.start(STEP, model);
    Storage storage = new Storage(spark.sparkContext().hadoopConfiguration());
    Path target = storage.qualify(output);
    if (storage.exists(target)) {
      throw new IllegalArgumentException(
          "Cannot write scores to '%s': it exists (expected a new folder). Choose another name or remove it."
              .formatted(output));
    }
    requireInput(storage, input);
    Shipped shipped = load(Catalog.open(catalogRoot, storage.hadoop()), model);
    Dataset<Row> rows = read(input, format);
    Dataset<Row> scored =
        AppendScores.to(rows, inputs(rows, shipped), shipped.onnx(), shipped.signature());
    FileSystem fs = storage.fs(target);
    Path temporary = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    try {
      scored.write().format(format).option("header", true).save(temporary.toString());
      if (!fs.rename(temporary, target)) {
        throw new IOException(
            "Cannot write scores to '%s': the rename of '%s' was refused."
                .formatted(output, temporary));
      }
    } finally {
      fs.delete(temporary, true);
    }
    long count = spark.read().format(format).option("header", true).load(target.toString()).count();
    double seconds = Math.round((System.nanoTime() - begin) / 1e6) / 1e3;
    events.done(
        STEP, seconds, String.format(Locale.ROOT, "%,d rows scored into %s", count, output));
    return count;
  }

  /**
   * Spark would say it as well, but after the model was downloaded, and not as a wrong argument.
   */
  private static void requireInput(Storage storage, String input) throws IOException {
    try {
      Digests.inputFiles(List.of(input), storage.hadoop());
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private record Shipped(byte[] onnx, Signature signature) {}

  /** Downloads with verification: a changed byte in the catalog is an error, not a prediction. */
  private static Shipped load(Catalog catalog, String reference) throws IOException {
    java.nio.file.Path folder = Files.createTempDirectory("millrace-score");
    try {
      java.nio.file.Path files = catalog.download(reference, folder.resolve("files"));
      byte[] onnx = Files.readAllBytes(files.resolve("model.onnx"));
      Signature signature = Signature.fromJson(Files.readAllBytes(files.resolve("signature.json")));
      OnnxScorer.open(onnx, signature).close();
      return new Shipped(onnx, signature);
    } finally {
      try (Stream<java.nio.file.Path> walk = Files.walk(folder)) {
        for (java.nio.file.Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private Dataset<Row> read(String input, String format) {
    DataFrameReader reader = spark.read().format(format);
    if (format.equals("csv")) {
      reader = reader.option("header", true).option("escape", "\"");
    }
    return reader.load(input);
  }

  /** The signature's columns with its types; says how many values could not be read as such. */
  private List<Column> inputs(Dataset<Row> rows, Shipped shipped) {
    List<String> names = List.of(rows.columns());
    List<Column> typed = new ArrayList<>();
    for (Signature.Input input : shipped.signature().inputs()) {
      if (!names.contains(input.name())) {
        throw new IllegalArgumentException(
            "Cannot score: column '%s' is missing (expected %s; found %s)."
                .formatted(input.name(), shipped.signature().inputs(), names));
      }
      String sql = "try_cast(%s as %s)".formatted(quoted(input.name()), RowTensors.sqlType(input));
      typed.add(expr(sql).as(input.name()));
    }
    warnOfLostValues(rows, shipped.signature());
    return typed;
  }

  private void warnOfLostValues(Dataset<Row> rows, Signature signature) {
    List<Column> lost = new ArrayList<>();
    for (Signature.Input input : signature.inputs()) {
      String type = rows.schema().apply(input.name()).dataType().sql();
      if (!type.equals(RowTensors.sqlType(input))) {
        lost.add(
            expr("count_if(%s is not null and try_cast(%s as %s) is null)"
                    .formatted(
                        quoted(input.name()), quoted(input.name()), RowTensors.sqlType(input)))
                .as(input.name()));
      }
    }
    if (lost.isEmpty()) {
      return;
    }
    Row counts =
        rows.select(rows.col("*"))
            .agg(lost.get(0), lost.subList(1, lost.size()).toArray(Column[]::new))
            .first();
    Map<String, Long> found = new java.util.TreeMap<>();
    for (int i = 0; i < counts.size(); i++) {
      if (counts.getLong(i) > 0) {
        found.put(counts.schema().fieldNames()[i], counts.getLong(i));
      }
    }
    if (!found.isEmpty()) {
      events.warning(
          STEP, "values that have another type than the model takes count as missing: " + found);
    }
  }
}
