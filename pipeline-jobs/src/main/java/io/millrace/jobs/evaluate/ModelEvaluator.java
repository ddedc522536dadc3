package io.millrace.jobs.evaluate;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.data.Names;
import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All figures of the scored models, by their number. Each kind of figure is one pass over the
 * scores for all models.
 */
final class ModelEvaluator {
  private final Dataset<Row> valid;
  private final Dataset<Row> test;
  private final int models;
  private final LabelSpec label;
  private final EvaluationSpec spec;

  /**
   * @param scored all scored rows
   * @param models how many models scored them
   */
  ModelEvaluator(Dataset<Row> scored, int models, LabelSpec label, EvaluationSpec spec) {
    this.valid = scored.where(col("split").equalTo("valid"));
    this.test = scored.where(col("split").equalTo("test"));
    this.models = models;
    this.label = label;
    this.spec = spec;
  }

  /** What is chosen on the validation split. */
  record Choice(double selection, double threshold) {}

  List<Choice> choose() {
    List<List<Cell>> cells = byModel();
    for (Row row : Cells.of(oneBlock(valid), label.task(), List.of()).collectAsList()) {
      cells.get(row.<Integer>getAs("model")).add(Cell.of(row));
    }
    return cells.stream().map(this::choice).toList();
  }

  private Choice choice(List<Cell> cells) {
    Tally tally = new Tally(label.task(), label.width());
    cells.forEach(cell -> tally.add(cell, 1));
    double selection = tally.metrics().get(Metric.selection(label.task()));
    double threshold =
        label.task() == Task.BINARY ? Bootstrap.threshold(cells, spec.threshold()) : Double.NaN;
    return new Choice(selection, threshold);
  }

  private Dataset<Row> oneBlock(Dataset<Row> rows) {
    return Cells.byModel(rows.withColumn("block", lit("")), Collections.nCopies(models, 0.5));
  }

  private <T> List<List<T>> byModel() {
    List<List<T>> lists = new ArrayList<>();
    for (int i = 0; i < models; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  private static List<Double> thresholds(List<Choice> choices) {
    return choices.stream().map(Choice::threshold).toList();
  }

  /** Metrics on the test split: of all rows first, then by slice. */
  List<List<Measured>> measure(List<Choice> choices) {
    Dataset<Row> rows = Cells.byModel(Slices.pooled(test, spec.slices()), thresholds(choices));
    return Measured.of(
        Cells.of(rows, label.task(), spec.slices()),
        models,
        label.task(),
        label.width(),
        spec.replicates(),
        spec.seed());
  }

  /** Rows of the test split by [actual][predicted]; empty for regression. */
  List<List<List<Long>>> confusion(List<Choice> choices) {
    if (label.task() == Task.REGRESSION) {
      return byModel();
    }
    int classes = label.task() == Task.BINARY ? 2 : label.classes().size();
    String predicted =
        label.task() == Task.BINARY
            ? "case when cast(scores[0] as double) >= threshold then 1 else 0 end"
            : "cast(array_position(scores, array_max(scores)) - 1 as int)";
    long[][][] counts = new long[models][classes][classes];
    Cells.byModel(test, thresholds(choices))
        .groupBy(col("model"), col("label").cast("int").as("actual"), expr(predicted).as("guess"))
        .count()
        .collectAsList()
        .forEach(row -> counts[row.getInt(0)][row.getInt(1)][row.getInt(2)] = row.getLong(3));
    return Arrays.stream(counts).map(ModelEvaluator::lists).toList();
  }

  private static List<List<Long>> lists(long[][] counts) {
    return Arrays.stream(counts).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }

  /** The test split by rising score; empty but for the binary task. */
  List<List<ScoreBin>> bins() {
    if (label.task() != Task.BINARY) {
      return byModel();
    }
    List<List<ScoreBin>> bins = byModel();
    Cells.of(oneBlock(test), label.task(), List.of())
        .groupBy("model", "bin")
        .agg(
            sum("rows").as("rows"),
            sum("p").as("p"),
            sum(when(col("positive"), col("rows")).otherwise(0L)).as("hits"))
        .orderBy("model", "bin")
        .collectAsList()
        .forEach(
            row ->
                bins.get(row.getInt(0))
                    .add(
                        new ScoreBin(
                            row.getInt(1), row.getLong(2), row.getDouble(3), row.getLong(4))));
    return bins;
  }

  /**
   * How far the shipped file's scores are from the engine's own, on the validation split; relative
   * where the score is above 1.
   */
  record Parity(double difference, long rows) {}

  Parity parity(int model, Dataset<Row> predictions) {
    return parity(
        valid.select(col(Names.ROW), col(OnnxScores.column(model)).as("scores")), predictions);
  }

  /**
   * Compares rows that both have.
   *
   * @param scored {@code __row, scores}: what a shipped file says
   * @param predictions {@code __row, scores}: what its engine said
   */
  static Parity parity(Dataset<Row> scored, Dataset<Row> predictions) {
    Row found =
        scored
            .join(predictions.select(col(Names.ROW), col("scores").as("engine")), Names.ROW)
            .select(
                expr("array_max(zip_with(scores, engine, (a, b) -> abs(a - b) / greatest(1D, abs(b))))")
                    .as("difference"))
            .agg(max(abs(col("difference"))), count(lit(1)))
            .first();
    return new Parity(found.isNullAt(0) ? Double.NaN : found.getDouble(0), found.getLong(1));
  }
}
