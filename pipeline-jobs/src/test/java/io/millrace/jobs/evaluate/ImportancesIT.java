package io.millrace.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.catalog.Signature;
import io.millrace.jobs.TestSpark;
import io.millrace.network.OnnxExporter;
import io.millrace.spec.evaluation.EvaluationSpec;
import io.millrace.spec.evaluation.Importance;
import io.millrace.spec.evaluation.ImportanceSpec;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Shipped files whose weights are known, measured by tasks. */
class ImportancesIT {
  private static final int ROWS = 9001;
  private static final int REPEATS = 4;
  private static final long SEED = 7;
  private static final double IMPUTED = 10;

  /** Single precision, on errors of up to 60. */
  private static final double TOLERANCE = 1e-4;

  private static final FeaturePlan PLAN =
      new FeaturePlan(
          1,
          List.of(
              new Column("ignored", ColumnType.DOUBLE),
              new Column("weak", ColumnType.DOUBLE),
              new Column("strong", ColumnType.DOUBLE)),
          List.of(numeric("ignored"), numeric("weak"), numeric("strong")));

  private static Transform numeric(String column) {
    return new Transform.Numeric(column, column, false, IMPUTED, 0, 1);
  }

  /** {@code score = 0 * ignored + weak + 3 * strong}. */
  private static Candidate model(Task task, List<String> columns, String output) {
    double[] weights =
        columns.stream()
            .mapToDouble(c -> c.equals("ignored") ? 0 : c.equals("weak") ? 1 : 3)
            .toArray();
    Predictor predictor =
        new Predictor.Linear(task, columns, new double[][] {weights}, List.of(), new double[] {0});
    Signature signature =
        new Signature(
            1,
            columns.stream().map(name -> new Signature.Input(name, "double", true)).toList(),
            List.of(new Signature.Output(output, "float")),
            task.name().toLowerCase(java.util.Locale.ROOT),
            List.of());
    byte[] onnx = OnnxExporter.export(PLAN, predictor, List.of(), Map.of());
    return new Candidate(output, onnx, signature.toJson());
  }

  /** Whole numbers from 0 to 19; one strong value of ten is missing. */
  private static SampledRows sample(Task task) {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double weak = random.nextInt(20);
      Double strong = random.nextInt(10) == 0 ? null : (double) random.nextInt(20);
      double exact = weak + 3 * value(strong);
      double label = task == Task.BINARY ? (exact + random.nextInt(30) > 50 ? 1 : 0) : exact;
      rows.add(RowFactory.create(label, strong, (double) random.nextInt(20), weak));
    }
    return new SampledRows(new ArrayList<>(rows), List.of("strong", "ignored", "weak"));
  }

  private static double value(@Nullable Double strong) {
    return strong == null ? IMPUTED : strong;
  }

  private static Importances measure(SampledRows rows, List<Candidate> models, Task task) {
    EvaluationSpec spec =
        new EvaluationSpec(
            null,
            List.of(),
            20,
            SEED,
            EvaluationSpec.Threshold.F1,
            new ImportanceSpec(ROWS, REPEATS),
            List.of());
    return Importances.of(TestSpark.session().sparkContext(), rows, models, task, spec);
  }

  private static final List<String> ALL = List.of("ignored", "weak", "strong");

  @Test
  void isTheErrorThatShufflingMakesForAnExactLinearModel() {
    SampledRows rows = sample(Task.REGRESSION);
    Importances found =
        measure(rows, List.of(model(Task.REGRESSION, ALL, "prediction")), Task.REGRESSION);
    List<Importance> importance = found.byModel().get(0);
    assertThat(importance)
        .extracting(Importance::column)
        .containsExactly("strong", "weak", "ignored");
    assertThat(importance).extracting(Importance::metric).containsOnly("rmse");
    double[] direct =
        IntStream.range(0, REPEATS).mapToDouble(repeat -> rmse(rows, repeat)).toArray();
    Importance strong = importance.get(0);
    assertThat(strong.change())
        .isCloseTo(java.util.Arrays.stream(direct).average().orElseThrow(), within(TOLERANCE));
    assertThat(strong.low())
        .isCloseTo(java.util.Arrays.stream(direct).min().orElseThrow(), within(TOLERANCE));
    assertThat(strong.high())
        .isCloseTo(java.util.Arrays.stream(direct).max().orElseThrow(), within(TOLERANCE));
    // Two independent draws differ by twice the variance, here of 20 whole numbers.
    assertThat(importance.get(1).change())
        .isCloseTo(Math.sqrt(2 * (20 * 20 - 1) / 12.0), within(0.1));
    assertThat(found.sample()).isEqualTo(new Importance.Sample(ROWS, REPEATS));
  }

  /** The model is exact, so its error is what the shuffled column, missing values and all, adds. */
  private static double rmse(SampledRows rows, int repeat) {
    int[] order = ShuffledModel.order(ROWS, "strong", repeat, SEED);
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      Double here = rows.rows().get(i).getAs(1);
      Double there = rows.rows().get(order[i]).getAs(1);
      sum += Math.pow(3 * (value(here) - value(there)), 2);
    }
    return Math.sqrt(sum / ROWS);
  }

  @Test
  void isExactlyZeroForAColumnThatTheModelDoesNotUse() {
    for (Task task : List.of(Task.REGRESSION, Task.BINARY)) {
      String output = task == Task.BINARY ? "probability" : "prediction";
      List<Importance> importance =
          measure(sample(task), List.of(model(task, ALL, output)), task).byModel().get(0);
      assertThat(importance.get(2))
          .isEqualTo(new Importance("ignored", importance.get(0).metric(), 0, 0, 0));
      assertThat(importance.get(1).low()).isGreaterThan(0);
    }
  }

  @Test
  void measuresEachModelOnTheColumnsThatItReads() {
    SampledRows rows = sample(Task.BINARY);
    Importances found =
        measure(
            rows,
            List.of(
                model(Task.BINARY, ALL, "probability"),
                model(Task.BINARY, List.of("strong"), "probability")),
            Task.BINARY);
    assertThat(found.byModel().get(0))
        .extracting(Importance::column)
        .containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(found.byModel().get(1)).extracting(Importance::column).containsExactly("strong");
    assertThat(found.byModel())
        .allSatisfy(
            columns -> assertThat(columns).extracting(Importance::metric).containsOnly("logLoss"));
    assertThat(
            measure(rows, List.of(model(Task.BINARY, ALL, "probability")), Task.BINARY).byModel())
        .containsExactly(found.byModel().get(0));
  }

  @Test
  void measuresNothingWithoutRows() {
    Importances found =
        measure(
            new SampledRows(List.of(), List.of("strong")),
            List.of(model(Task.BINARY, List.of("strong"), "probability")),
            Task.BINARY);
    assertThat(found).isEqualTo(Importances.none(1));
    assertThat(found.sample()).isNull();
  }
}
