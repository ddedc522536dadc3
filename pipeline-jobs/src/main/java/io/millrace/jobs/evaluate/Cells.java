package io.millrace.jobs.evaluate;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scored rows folded into counts by model, slice, block, class and score bin. Metrics and their
 * intervals need nothing else, so rows never leave the executors.
 */
final class Cells {
  /** Bins over the logit from -12 to 12: fine where probabilities are small, too. */
  static final int BINS = 4096;

  static final double LOGIT_RANGE = 12;

  /** What the cells of all rows are counted by. */
  static final String ALL = "all";

  /** Keeps the logarithm finite; below float's resolution next to 1. */
  static final double SMALLEST = 1e-12;

  private Cells() {}

  /**
   * The score at which a bin begins: rows with at least this score are in it or above. The lowest
   * bin takes all that is below.
   */
  static double threshold(int bin) {
    double logit = bin * (2 * LOGIT_RANGE) / BINS - LOGIT_RANGE;
    return bin == 0 ? 0 : 1 / (1 + Math.exp(-logit));
  }

  /**
   * Counts of scored rows.
   *
   * @param scored with {@code label}, {@code block}, {@code model}, {@code scores} (array of
   *     floats) and {@code threshold}; see {@link #byModel}
   * @param slices columns of text by whose values rows are counted as well
   * @return model, by, value, block, class, bin, positive, predicted; rows, p, logLoss, squares
   */
  static Dataset<Row> of(Dataset<Row> scored, Task task, List<String> slices) {
    Dataset<Row> entries =
        switch (task) {
          case BINARY -> binary(scored);
          case MULTICLASS -> classes(scored);
          case REGRESSION -> numbers(scored);
        };
    List<Column> groups = new ArrayList<>();
    groups.add(struct(lit(ALL).as("by"), lit("").as("value")));
    for (String slice : slices) {
      groups.add(struct(lit(slice).as("by"), Slices.value(slice).as("value")));
    }
    return entries
        .withColumn("group", explode(array(groups.toArray(Column[]::new))))
        .groupBy(
            col("model"),
            col("group.by").as("by"),
            col("group.value").as("value"),
            col("block"),
            col("class"),
            col("bin"),
            col("positive"),
            col("predicted"))
        .agg(
            count(lit(1)).as("rows"),
            sum("p").as("p"),
            sum("logLoss").as("logLoss"),
            sum("squares").as("squares"));
  }

  /**
   * A row for each scored row and model, so that one pass counts all models.
   *
   * @param scored with a column of scores for each model, see {@link OnnxScores#column}
   * @param thresholds for yes, by model; they count for the binary task only
   * @return the scored rows' other columns; model (its number), scores, threshold
   */
  static Dataset<Row> byModel(Dataset<Row> scored, List<Double> thresholds) {
    List<Column> models = new ArrayList<>();
    for (int i = 0; i < thresholds.size(); i++) {
      models.add(
          struct(
              lit(i).as("model"),
              col(OnnxScores.column(i)).as("scores"),
              lit(thresholds.get(i)).as("threshold")));
    }
    List<Column> kept = new ArrayList<>();
    for (String name : scored.columns()) {
      if (!name.startsWith(OnnxScores.COLUMN_PREFIX)) {
        kept.add(column(name));
      }
    }
    kept.add(inline(array(models.toArray(Column[]::new))));
    return scored.select(kept.toArray(Column[]::new));
  }

  private static Dataset<Row> binary(Dataset<Row> scored) {
    return withErrors(
        scored
            .withColumn("class", lit(0))
            .withColumn("p", expr("cast(scores[0] as double)"))
            .withColumn("positive", col("label").equalTo(1))
            .withColumn("predicted", col("p").geq(col("threshold"))),
        when(col("positive"), log(atLeast(col("p"))))
            .otherwise(log(atLeast(lit(1.0).minus(col("p"))))));
  }

  private static Dataset<Row> classes(Dataset<Row> scored) {
    List<Column> kept = new ArrayList<>();
    for (String name : scored.columns()) {
      kept.add(column(name));
    }
    kept.add(expr("posexplode(scores)").as(new String[] {"class", "score"}));
    return withErrors(
        scored
            .select(kept.toArray(Column[]::new))
            .withColumn("p", col("score").cast("double"))
            .withColumn("positive", col("label").equalTo(col("class")))
            .withColumn("predicted", col("score").equalTo(array_max(col("scores")))),
        when(col("positive"), log(atLeast(col("p")))).otherwise(0.0));
  }

  private static Dataset<Row> numbers(Dataset<Row> scored) {
    return scored
        .withColumn("class", lit(0))
        .withColumn("p", expr("cast(scores[0] as double)"))
        .withColumn("positive", lit(false))
        .withColumn("predicted", lit(false))
        .withColumn("bin", lit(0))
        .withColumn("logLoss", lit(0.0))
        .withColumn("squares", pow(col("p").minus(col("label")), 2.0));
  }

  private static Dataset<Row> withErrors(Dataset<Row> entries, Column logLikelihood) {
    Column p = col("p");
    Column logit = log(atLeast(p)).minus(log(atLeast(lit(1.0).minus(p))));
    Column bin = logit.plus(LOGIT_RANGE).multiply(BINS / (2 * LOGIT_RANGE)).cast("int");
    return entries
        .withColumn("logLoss", logLikelihood.multiply(-1))
        .withColumn("squares", pow(p.minus(col("positive").cast("double")), 2.0))
        .withColumn("bin", greatest(lit(0), least(lit(BINS - 1), bin)));
  }

  private static Column atLeast(Column value) {
    return greatest(value, lit(SMALLEST));
  }
}
