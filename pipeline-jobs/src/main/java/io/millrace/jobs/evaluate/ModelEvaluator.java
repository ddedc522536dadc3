package io.millrace.jobs.evaluate;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.millrace.handoff.Json;
import io.millrace.jobs.data.Names;
import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation.CalibrationBin;
import io.millrace.spec.evaluation.ModelEvaluation.Slice;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** All figures of one scored model. */
final class ModelEvaluator {
  private static final long SMALLEST_SLICE = 1000;
  private static final String POOLED = "(pooled)";
  private static final String ALL = "all";
  private static final int CALIBRATION_BINS = 10;

  private final Dataset<Row> valid;
  private final Dataset<Row> test;
  private final LabelSpec label;
  private final EvaluationSpec spec;

  /**
   * @param scored all scored rows
   * @param candidate number of the model among them
   */
  ModelEvaluator(Dataset<Row> scored, int candidate, LabelSpec label, EvaluationSpec spec) {
    Dataset<Row> own = scored.withColumn("scores", col(OnnxScores.column(candidate)));
    this.valid = own.where(col("split").equalTo("valid"));
    this.test = own.where(col("split").equalTo("test"));
    this.label = label;
    this.spec = spec;
  }

  /** Counts of the validation split as one block. */
  private List<Cell> validCells() {
    List<Cell> cells = new ArrayList<>();
    Cells.of(valid.withColumn("block", lit("")), label.task(), List.of(), 0.5)
        .collectAsList()
        .forEach(row -> cells.add(Cell.of(row)));
    return cells;
  }

  /** What is chosen on the validation split. */
  record Choice(double selection, double threshold) {}

  Choice choose() {
    List<Cell> cells = validCells();
    Tally tally = new Tally(label.task(), label.width());
    cells.forEach(cell -> tally.add(cell, 1));
    double selection = tally.metrics().get(Metric.selection(label.task()));
    double threshold =
        label.task() == Task.BINARY ? Bootstrap.threshold(cells, spec.threshold()) : Double.NaN;
    return new Choice(selection, threshold);
  }

  /** Metrics by slice; the slice {@code all} comes first. */
  List<Slice> slices(double threshold) {
    Dataset<Row> cells = pooled(Cells.of(test, label.task(), spec.slices(), threshold).persist());
    Task task = label.task();
    int classes = label.width();
    int replicates = spec.replicates();
    long seed = spec.seed();
    List<String> found =
        cells
            .groupByKey(
                (MapFunction<Row, String>) row -> row.getAs("by") + "\n" + row.getAs("value"),
                Encoders.STRING())
            .mapGroups(
                (MapGroupsFunction<String, Row, String>)
                    (key, rows) -> Json.line(slice(key, rows, task, classes, replicates, seed)),
                Encoders.STRING())
            .collectAsList();
    List<Slice> slices = new ArrayList<>();
    for (String text : found) {
      slices.add(read(text));
    }
    slices.sort(
        Comparator.comparing((Slice s) -> !s.by().equals(ALL))
            .thenComparing(Slice::by)
            .thenComparing(Comparator.comparingLong(Slice::rows).reversed())
            .thenComparing(Slice::value));
    return slices;
  }

  private static Slice slice(
      String key, Iterator<Row> rows, Task task, int classes, int replicates, long seed) {
    List<Cell> cells = new ArrayList<>();
    rows.forEachRemaining(row -> cells.add(Cell.of(row)));
    Map<String, MetricValue> metrics = Bootstrap.metrics(cells, task, classes, replicates, seed);
    long entries = cells.stream().mapToLong(Cell::rows).sum();
    int border = key.indexOf('\n');
    return new Slice(
        key.substring(0, border), key.substring(border + 1), entries / classes, metrics);
  }

  private static Slice read(String text) {
    try {
      return Json.read(text.getBytes(StandardCharsets.UTF_8), Slice.class, "slice");
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read back the metrics of a slice.", e);
    }
  }

  private Dataset<Row> pooled(Dataset<Row> cells) {
    Dataset<Row> totals =
        cells
            .where(col("class").equalTo(0))
            .groupBy("by", "value")
            .agg(sum("rows").as("total"))
            .where(col("by").notEqual(ALL).and(col("total").lt(SMALLEST_SLICE)))
            .select(col("by").as("__by"), col("value").as("__value"), lit(true).as("__small"));
    return cells
        .join(
            broadcast(totals),
            col("by").equalTo(col("__by")).and(col("value").equalTo(col("__value"))),
            "left_outer")
        .withColumn("value", when(col("__small"), POOLED).otherwise(col("value")))
        .drop("__by", "__value", "__small");
  }

  /** Rows of the test split by [actual][predicted]. */
  List<List<Long>> confusion(double threshold) {
    int classes = label.task() == Task.BINARY ? 2 : label.classes().size();
    if (label.task() == Task.REGRESSION) {
      return List.of();
    }
    String predicted =
        label.task() == Task.BINARY
            ? "case when cast(scores[0] as double) >= " + threshold + "D then 1 else 0 end"
            : "cast(array_position(scores, array_max(scores)) - 1 as int)";
    long[][] counts = new long[classes][classes];
    test.groupBy(col("label").cast("int").as("actual"), expr(predicted).as("predicted"))
        .count()
        .collectAsList()
        .forEach(row -> counts[row.getInt(0)][row.getInt(1)] = row.getLong(2));
    List<List<Long>> rows = new ArrayList<>();
    for (long[] row : counts) {
      rows.add(java.util.Arrays.stream(row).boxed().toList());
    }
    return rows;
  }

  /** Tenths of the test split by rising probability; binary only. */
  List<CalibrationBin> calibration() {
    if (label.task() != Task.BINARY) {
      return List.of();
    }
    List<Row> bins =
        Cells.of(test.withColumn("block", lit("")), label.task(), List.of(), 0.5)
            .groupBy("bin")
            .agg(
                sum("rows").as("rows"),
                sum("p").as("p"),
                sum(when(col("positive"), col("rows")).otherwise(0L)).as("hits"))
            .orderBy("bin")
            .collectAsList();
    long all = bins.stream().mapToLong(row -> row.getLong(1)).sum();
    List<CalibrationBin> result = new ArrayList<>();
    double p = 0;
    long rows = 0;
    long hits = 0;
    long seen = 0;
    for (Row bin : bins) {
      rows += bin.getLong(1);
      p += bin.getDouble(2);
      hits += bin.getLong(3);
      seen += bin.getLong(1);
      if (seen >= (result.size() + 1) * all / CALIBRATION_BINS) {
        result.add(new CalibrationBin(p / rows, hits / (double) rows, rows));
        p = 0;
        rows = 0;
        hits = 0;
      }
    }
    return result;
  }

  /**
   * How far the shipped file's scores are from the engine's own, on the validation split; relative
   * where the score is above 1.
   */
  record Parity(double difference, long rows) {}

  Parity parity(Dataset<Row> predictions) {
    Row found =
        valid
            .join(
                predictions.withColumnRenamed("scores", "engine"),
                valid.col(Names.ROW).equalTo(predictions.col(Names.ROW)))
            .select(
                expr("array_max(zip_with(scores, engine, (a, b) -> abs(a - b) / greatest(1D, abs(b))))")
                    .as("difference"))
            .agg(max(abs(col("difference"))), count(lit(1)))
            .first();
    return new Parity(found.isNullAt(0) ? Double.NaN : found.getDouble(0), found.getLong(1));
  }
}
