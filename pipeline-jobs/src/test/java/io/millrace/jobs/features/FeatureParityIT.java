package io.millrace.jobs.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.handoff.Json;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import io.millrace.jobs.score.ScoreRun;
import io.millrace.spec.evaluation.ModelEvaluation;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's transforms and engines give is what the shipped file gives for raw rows. */
class FeatureParityIT {
  private static final int ROWS = 21_000;
  private static final int NEW_ROWS = 3000;
  private static final double TOLERANCE = 1e-5;

  private static final String DEFINITION =
      """
      format = 1
      name = parity
      tables {
        raw {
          path = "%s", format = parquet
          columns {
            id = long, amount = double, share = float, number = int, big = long, flag = boolean
            word = string, wide = string, time = timestamp, day = date
            yes = int, class = string, target = double
          }
        }
      }
      clean { table = raw }
      label { %s }
      split { by = random, train = 0.35, valid = 0.55, test = 0.1, seed = 3 }
      features {
        amount { type = numeric, column = amount }
        amount-log { type = numeric, column = amount, log = true, impute = median }
        share { type = numeric, column = share, impute = zero, standardise = false }
        number-bin { type = bins, column = number, bins = 10 }
        amount-bin { type = bins, column = amount, bins = 7 }
        word { type = index, column = word, min-count = 2 }
        number { type = index, column = number, max-size = 60 }
        big { type = index, column = big }
        flag { type = index, column = flag }
        wide { type = hash, column = wide, buckets = 50 }
        minute { type = date-part, column = time, part = minute-of-hour }
        hour { type = date-part, column = time, part = hour }
        weekday { type = date-part, column = time, part = weekday }
        day-weekday { type = date-part, column = day, part = weekday }
        day-of-month { type = date-part, column = day, part = day-of-month }
        day-of-year { type = date-part, column = day, part = day-of-year }
        month { type = date-part, column = time, part = month }
        day-cycle { type = cyclic, column = time, part = minute-of-day }
        year-cycle { type = cyclic, column = day, part = day-of-year }
        pair { type = cross, of = [word, flag], min-count = 5 }
        triple { type = cross, of = [number-bin, pair, hour], buckets = 64 }
      }
      models { %s }
      evaluation { slices = [weekday, flag], replicates = 20, seed = 1, gate = ["%s"] }
      publish { model = "tests/parity", summary = "A test." }
      """;

  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeAll
  static void write() {
    RawRows.write(ROWS, 17, shared.resolve("raw"));
  }

  private TestRun run(String label, String models, String gate) throws Exception {
    return TestRun.of(folder, DEFINITION.formatted(shared.resolve("raw"), label, models, gate))
        .all();
  }

  private static void assertParity(TestRun run, String model) throws Exception {
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(
            run.directory().output("evaluate"), model + "/evaluation.json");
    ModelEvaluation evaluation =
        Json.read(run.directory().storage().read(file), ModelEvaluation.class, file.toString());
    assertThat(evaluation.parityRows()).isGreaterThanOrEqualTo(10_000);
    assertThat(evaluation.parity()).isBetween(0.0, TOLERANCE);
    assertThat(evaluation.gate().passed()).as(model + ": " + evaluation.gate()).isTrue();
  }

  @Test
  void agreesForABinaryTargetAndScoresRowsItHasNeverSeen() throws Exception {
    TestRun run =
        run(
            "column = yes, task = binary, at-least = 1",
            """
            logistic-regression { class-weights = balanced, max-iterations = 20 }
            gradient-boosted-trees { class-weights = balanced, trees = 5, depth = 4 }
            """,
            "rocAuc >= 0.7");
    assertParity(run, "logistic-regression");
    assertParity(run, "gradient-boosted-trees");
    assertScoresNewRows();
  }

  /** A value that training has not seen must count as a missing one. */
  private void assertScoresNewRows() throws Exception {
    Dataset<Row> rows = RawRows.of(NEW_ROWS, 0.5, 99).drop("yes", "class", "target");
    Dataset<Row> blanked =
        rows.withColumn("id", col("id").plus(NEW_ROWS))
            .withColumn("word", expr("if(word like 'unseen%', null, word)"));
    Path input = folder.resolve("new.parquet");
    rows.union(blanked).write().parquet(input.toString());
    Path output = folder.resolve("scored.parquet");
    ScoreRun.score(folder.resolve("catalog"), "tests/parity@champion", input, output);
    Dataset<Row> scored = TestSpark.session().read().parquet(output.toString());
    assertThat(scored.where(col("probability").between(0, 1)).count()).isEqualTo(2 * NEW_ROWS);
    assertThat(scored.where("word like 'unseen%'").count()).isGreaterThan(NEW_ROWS / 3);
    assertThat(scored.where("word is null and time is null").count()).isPositive();
    assertThat(scored.select("probability").distinct().count()).isGreaterThan(50);
    assertThat(scored.selectExpr("id % " + NEW_ROWS + " as row", "probability").distinct().count())
        .isEqualTo(NEW_ROWS);
  }

  @Test
  void agreesForSeveralClasses() throws Exception {
    TestRun run =
        run(
            "column = class, task = multiclass, classes = [blau, rot, \"grün\"]",
            "logistic-regression { class-weights = balanced, max-iterations = 20 }",
            "accuracy >= 0.5");
    assertParity(run, "logistic-regression");
  }

  @Test
  void agreesForNumbers() throws Exception {
    TestRun run =
        run(
            "column = target, task = regression",
            """
            linear-regression { max-iterations = 30 }
            gradient-boosted-trees { trees = 5, depth = 4 }
            """,
            "rmse <= 9");
    assertParity(run, "linear-regression");
    assertParity(run, "gradient-boosted-trees");
  }
}
