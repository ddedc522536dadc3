package io.millrace.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.handoff.Json;
import io.millrace.jobs.TestRun;
import io.millrace.jobs.TestSpark;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.SavedDataset;
import io.millrace.spec.evaluation.Curve;
import io.millrace.spec.evaluation.Curve.Point;
import io.millrace.spec.evaluation.Importance;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.target.Task;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curves and importance of a pipeline like the demo's, with delays that hour and origin make. */
class EvaluationFiguresIT {
  private static final int ROWS = 30_000;

  private static final String FLIGHTS =
      """
      select
        timestamp '2001-01-01' + make_interval(0, 0, 0, 0, hour, id %% 60, 0) as date,
        if(rand(2) < 0.03, null, origin) as origin,
        cast(100 + rand(3) * 2000 as int) as distance,
        cast(hour * 2 + if(origin = 'ORD', 15, 0) + randn(4) * 12 - 20 as int) as delay
      from (
        select id, cast(rand(5) * 24 as int) as hour,
          element_at(array('ORD', 'ATL', 'DFW', 'SEA'), cast(rand(6) * 4 as int) + 1) as origin
        from range(0, %d, 1, 2))
      """;

  private static final String DEFINITION =
      """
      format = 1
      name = flights
      tables {
        flights {
          path = "%s", format = parquet
          columns { date = timestamp, origin = string, distance = int, delay = int }
        }
      }
      clean { table = flights }
      label { column = delay, task = %s }
      split { by = random, train = 0.4, valid = 0.4, test = 0.2, seed = 3 }
      features {
        hour { type = date-part, column = date, part = hour }
        distance { type = numeric, column = distance }
        origin { type = index, column = origin }
      }
      models { %s }
      evaluation { seed = 9, replicates = 20, importance { %s }, gate = ["%s"] }
      publish { model = "tests/flights", summary = "A test." }
      """;

  private static final String BINARY = "binary, at-least = 15";
  private static final String MODELS =
      "logistic-regression { max-iterations = 20 }\ngradient-boosted-trees { trees = 5, depth = 4, features = [hour, origin] }";

  @TempDir java.nio.file.Path folder;

  private TestRun run(String task, String models, String importance, String gate) throws Exception {
    String flights = folder.resolve("flights").toString();
    TestSpark.session().sql(FLIGHTS.formatted(ROWS)).write().parquet(flights);
    return TestRun.of(folder, DEFINITION.formatted(flights, task, models, importance, gate)).all();
  }

  private static Path output(TestRun run, String model, String file) throws Exception {
    return new Path(run.directory().output("evaluate"), model + "/" + file);
  }

  private static ModelEvaluation evaluation(TestRun run, String model) throws Exception {
    Path file = output(run, model, "evaluation.json");
    return Json.read(
        run.directory().storage().read(file),
        ModelEvaluation.class,
        ModelEvaluation.VERSION,
        file.toString());
  }

  @Test
  void bothStandInTheEvaluationOfEveryModel() throws Exception {
    TestRun run = run(BINARY, MODELS, "rows = 1500, repeats = 2", "rocAuc >= 0.6");
    ModelEvaluation regression = evaluation(run, "logistic-regression");
    ModelEvaluation trees = evaluation(run, "gradient-boosted-trees");
    assertCurves(regression);
    assertCurves(trees);
    assertThat(columns(regression)).containsExactly("date", "origin", "distance");
    assertThat(columns(trees)).containsExactly("date", "origin");
    for (ModelEvaluation found : List.of(regression, trees)) {
      assertThat(found.importanceSample()).isEqualTo(new Importance.Sample(1500, 2));
      assertThat(found.importance())
          .isSortedAccordingTo(Comparator.comparingDouble(Importance::change).reversed())
          .allSatisfy(c -> assertThat(c.change()).isBetween(c.low(), c.high()));
      assertThat(found.importance().get(0).low()).isGreaterThan(0.02);
    }
    assertThat(Math.abs(regression.importance().get(2).change())).isLessThan(0.01);
    assertThat(card()).contains("2 repeats", "- `date`: logLoss +0.", "- `origin`: logLoss +0.");
  }

  private static List<String> columns(ModelEvaluation evaluation) {
    return evaluation.importance().stream().map(Importance::column).toList();
  }

  private static void assertCurves(ModelEvaluation evaluation) {
    assertThat(evaluation.curves())
        .extracting(Curve::name)
        .containsExactly(Curve.ROC, Curve.PRECISION_RECALL);
    List<Point> roc = evaluation.curves().get(0).points();
    double area = 0;
    for (int i = 1; i < roc.size(); i++) {
      Point from = roc.get(i - 1);
      Point to = roc.get(i);
      area += (to.x() - from.x()) * (from.y() + to.y()) / 2;
    }
    assertThat(area)
        .isCloseTo(evaluation.metrics().get("rocAuc").value(), within(Curve.AREA_TOLERANCE + 1e-9));
    assertThat(evaluation.curves())
        .allSatisfy(c -> assertThat(c.points()).hasSizeBetween(2, Curve.MOST_POINTS));
  }

  /** Of the published model. */
  private String card() throws Exception {
    try (Stream<java.nio.file.Path> files = Files.walk(folder.resolve("catalog"))) {
      java.nio.file.Path card =
          files.filter(file -> file.endsWith("model-card.md")).findFirst().orElseThrow();
      return Files.readString(card);
    }
  }

  @Test
  void theFileOfTheRunIsTheOneThatIsMeasuredByTheSameLoss() throws Exception {
    TestRun run = run(BINARY, MODELS, "repeats = 2", "rocAuc >= 0.6");
    ModelEvaluation evaluation = evaluation(run, "logistic-regression");
    Candidate shipped =
        new Candidate(
            "shipped",
            run.directory().storage().read(output(run, "logistic-regression", "model.onnx")),
            run.directory().storage().read(output(run, "logistic-regression", "signature.json")));
    SampledRows sample = sample(run, shipped);
    // The sample may be all rows: then the loss of its rows is the metric itself.
    assertThat(sample.rows()).hasSize((int) evaluation.rows());
    try (ShuffledModel model = new ShuffledModel(shipped, sample, Task.BINARY)) {
      assertThat(model.metric())
          .isCloseTo(evaluation.metrics().get("logLoss").value(), within(1e-9));
      assertThat(evaluation.importance()).hasSize(3);
      for (Importance column : evaluation.importance()) {
        int input = inputs(shipped).indexOf(column.column());
        double first = model.metric(input, 0, 9) - model.metric();
        double second = model.metric(input, 1, 9) - model.metric();
        assertThat(column.low()).isEqualTo(Math.min(first, second));
        assertThat(column.high()).isEqualTo(Math.max(first, second));
        assertThat(column.change()).isCloseTo((first + second) / 2, within(1e-12));
      }
    }
  }

  private static SampledRows sample(TestRun run, Candidate model) throws Exception {
    Path data = new Path(run.directory().output("clean"), Names.DATA);
    return SampledRows.of(
        SavedDataset.open(run.directory().storage(), data)
            .rows(TestSpark.session(), SavedDataset.ALL)
            .repartition(3),
        run.definition(),
        List.of(model));
  }

  private static List<String> inputs(Candidate model) {
    return model.signature().inputs().stream().map(input -> input.name()).toList();
  }

  @Test
  void aNumberHasNoCurvesAndImportanceByItsRootOfTheMeanSquare() throws Exception {
    TestRun run = run("regression", "linear-regression {}", "rows = 1000", "rmse <= 1000");
    ModelEvaluation evaluation = evaluation(run, "linear-regression");
    assertThat(evaluation.curves()).isEmpty();
    assertThat(columns(evaluation)).startsWith("date", "origin");
    assertThat(evaluation.importance()).extracting(Importance::metric).containsOnly("rmse");
    assertThat(evaluation.importanceSample()).isEqualTo(new Importance.Sample(1000, 3));
  }

  @Test
  void noRowsLeaveImportanceOut() throws Exception {
    TestRun run = run("regression", "linear-regression {}", "rows = 0", "rmse <= 1000");
    ModelEvaluation evaluation = evaluation(run, "linear-regression");
    assertThat(evaluation.importance()).isEmpty();
    assertThat(evaluation.importanceSample()).isNull();
    assertThat(card()).doesNotContain("shuffled");
  }
}
