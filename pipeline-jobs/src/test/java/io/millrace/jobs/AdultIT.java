package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.handoff.Json;
import io.millrace.spec.data.Ledger;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second domain, UCI Adult, by its definition alone. */
class AdultIT {
  private static final String DATASETS = "MILLRACE_DATASETS";
  private static final int TRAIN_ROWS = 32_561;
  private static final int TEST_ROWS = 16_281;

  @TempDir Path folder;

  private static Path adult() {
    String named =
        Optional.ofNullable(System.getProperty(DATASETS)).orElse(System.getenv(DATASETS));
    Path datasets =
        named == null
            ? Path.of(System.getProperty("millrace.home", ".."), "../shared/datasets")
            : Path.of(named);
    return datasets.toAbsolutePath().normalize().resolve("adult");
  }

  @Test
  void reachesTheAccuracyThatOtherToolsReach() throws Exception {
    Path adult = adult();
    assumeTrue(
        Files.exists(adult.resolve("adult.data")) && Files.exists(adult.resolve("adult.test")),
        "UCI Adult is not in '%s': set %s to the folder that holds 'adult'."
            .formatted(adult, DATASETS));
    TestRun run =
        TestRun.of(
                folder,
                Path.of("src/test/resources/conf/adult-income.conf"),
                Map.of("adult", adult + "/adult.{data,test}"))
            .all();
    assertLedgers(run);
    ModelEvaluation regression = evaluation(run, "logistic-regression");
    ModelEvaluation trees = evaluation(run, "gradient-boosted-trees");
    assertThat(regression.metrics().get("rocAuc").value()).isBetween(0.900, 0.93);
    assertThat(trees.metrics().get("rocAuc").value()).isBetween(0.900, 0.95);
    assertThat(regression.rows()).isEqualTo(TEST_ROWS);
    assertThat(regression.gate().passed()).isTrue();
    assertThat(regression.slices()).extracting("by").contains("sex", "race");
    assertCompared(regression, trees);
  }

  private static void assertCompared(ModelEvaluation one, ModelEvaluation other) {
    assertThat(one.comparisons()).extracting("against").containsExactly(other.model());
    assertThat(other.comparisons()).extracting("against").containsExactly(one.model());
    Map<String, MetricValue> difference = one.comparisons().get(0).difference();
    assertThat(difference.keySet()).isEqualTo(one.metrics().keySet());
    difference.forEach(
        (metric, found) -> {
          double here = one.metrics().get(metric).value();
          double there = other.metrics().get(metric).value();
          assertThat(found.value()).isEqualTo(here - there);
          assertThat(found.value()).isBetween(found.low(), found.high());
        });
  }

  private static void assertLedgers(TestRun run) throws Exception {
    Ledger clean = run.directory().done("clean").orElseThrow().ledger();
    assertThat(clean.rowsIn()).isEqualTo(TRAIN_ROWS + TEST_ROWS + 1);
    assertThat(clean.rowsOut()).isEqualTo(TRAIN_ROWS + TEST_ROWS);
    assertThat(clean.rejected()).containsExactly(Map.entry("line:not-a-record", 1L));
    String path = run.directory().output("clean") + "/rejected";
    Row rejected = TestSpark.session().read().parquet(path).select("original").first();
    assertThat(rejected.getString(0)).isEqualTo("|1x3 Cross validator");
    Ledger features = run.directory().done("features").orElseThrow().ledger();
    assertThat(features.rowsIn()).isEqualTo(clean.rowsOut());
    assertThat(features.rowsIn()).isEqualTo(features.rowsOut() + features.rowsRejected());
  }

  private static ModelEvaluation evaluation(TestRun run, String model) throws Exception {
    var folder = new org.apache.hadoop.fs.Path(run.directory().output("evaluate"), model);
    var file = new org.apache.hadoop.fs.Path(folder, "evaluation.json");
    return Json.read(run.directory().storage().read(file), ModelEvaluation.class, file.toString());
  }
}
