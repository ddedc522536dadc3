package io.millrace.bigdl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.spec.model.Predictor;
import io.millrace.spec.model.TrainingRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings in one process with two cores, on small prepared data. */
class TrainingIT {
  private static final String BINARY = "task = binary, at-least = 0.5";
  private static final String COMMON =
      "hidden = [16, 8], embedding = 4, batch-size = 200, epochs = 3, optimiser { learning-rate = 0.01 }";

  @TempDir Path folder;

  @Test
  void everyNamedNetworkLearnsAndShipsWhatItComputed() throws Exception {
    PreparedRun prepared =
        PreparedRun.of(
            folder,
            BINARY,
            "mlp { %1$s, dropout = 0.1, norm = batch }, wide-and-deep { %1$s, norm = layer }, deepfm { %1$s }, dcn-v2 { %1$s, rank = 2 }, dlrm { %2$s }"
                .formatted(COMMON, COMMON.replace("hidden = [16, 8], ", "")));
    TrainingRun run = new TrainingRun(prepared).train();

    for (var model : prepared.definition().models()) {
      List<EpochRecord> history = run.history(model.name());
      assertThat(history).extracting(EpochRecord::epoch).startsWith(1, 2);
      assertThat(history).allMatch(e -> e.rows() == PreparedRun.TRAIN && e.computeShare() > 0);
      double best = history.stream().mapToDouble(EpochRecord::validLoss).min().orElseThrow();
      assertThat(best).describedAs(model.name()).isLessThan(0.47);
      Map<Long, double[]> predictions = run.predictions(model.name());
      assertThat(predictions).hasSize(PreparedRun.VALID);
      Shipped.scores(run.predictor(model.name()), predictions.keySet())
          .forEach(
              (row, scores) ->
                  assertThat(scores[0]).isCloseTo((float) predictions.get(row)[0], within(1e-5f)));
      assertThat(output(run, model.name()))
          .contains("training-plan.json", "network.json", "weights.safetensors", "history.jsonl");
    }
    assertThat(run.events()).contains("6,000 rows in, 6,000 out, 0 rejected");
  }

  @Test
  void classesAndNumbersAreTrainedToo() throws Exception {
    PreparedRun classes =
        PreparedRun.of(
            folder.resolve("classes"),
            "task = multiclass, classes = [0, 1, 2]",
            "mlp { %s, class-weights = balanced, label-smoothing = 0.01 }".formatted(COMMON));
    TrainingRun three = new TrainingRun(classes).train();
    PreparedRun numbers =
        PreparedRun.of(
            folder.resolve("numbers"),
            "task = regression",
            "mlp { %1$s, loss = huber }, wide { network = wide-and-deep, %1$s, clip-norm = 1, optimiser { type = adamw, weight-decay = 0.001 } }"
                .formatted(COMMON));
    TrainingRun regression = new TrainingRun(numbers).train();

    assertThat(last(three.history("mlp")).metrics().get("accuracy")).isGreaterThan(0.75);
    assertThat(three.predictions("mlp").values())
        .allSatisfy(p -> assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(1e-9)));
    // The label's standard deviation is about 45, of which the noise leaves 6.
    assertThat(last(regression.history("mlp")).metrics().get("rmse")).isLessThan(15);
    assertThat(last(regression.history("wide")).metrics().get("rmse")).isLessThan(15);
    Map<Long, double[]> predictions = regression.predictions("wide");
    Shipped.scores(regression.predictor("wide"), predictions.keySet())
        .forEach(
            (row, scores) ->
                assertThat(scores[0]).isCloseTo((float) predictions.get(row)[0], within(1e-3f)));
  }

  @Test
  void trainingGoesOnFromTheNewestWholeCheckpoint() throws Exception {
    String model = "mlp { %s, dropout = 0.2, patience = 3 }".formatted(COMMON);
    PreparedRun prepared = PreparedRun.of(folder, BINARY, model);
    TrainingRun first = new TrainingRun(prepared).train();
    List<EpochRecord> undisturbed = first.history("mlp");
    Path checkpoints = newestFolder(prepared.folder("steps/train-mlp/checkpoints"));
    Path part = checkpoints.resolve("epoch-00003/part-00000.safetensors");
    byte[] whole = Files.readAllBytes(part);
    Files.delete(part.resolveSibling(".part-00000.safetensors.crc"));
    Files.write(part, java.util.Arrays.copyOf(whole, whole.length / 2));

    TrainingRun second = new TrainingRun(prepared).train();

    assertThat(second.events()).contains("warning", "epoch-00003", "passed over");
    assertThat(second.events()).contains("epoch 3 of at most 3").doesNotContain("epoch 1 of");
    List<EpochRecord> resumed = second.history("mlp");
    assertThat(resumed).hasSameSizeAs(undisturbed);
    for (int i = 0; i < resumed.size(); i++) {
      assertThat(resumed.get(i).loss()).isCloseTo(undisturbed.get(i).loss(), within(1e-6));
      assertThat(resumed.get(i).validLoss())
          .isCloseTo(undisturbed.get(i).validLoss(), within(1e-6));
    }
  }

  @Test
  void patienceStopsAndTheBestEpochIsShipped() throws Exception {
    PreparedRun prepared =
        PreparedRun.of(
            folder,
            BINARY,
            "mlp { hidden = [64, 64], embedding = 16, batch-size = 200, epochs = 30, patience = 2, optimiser { learning-rate = 0.02 } }");
    TrainingRun run = new TrainingRun(prepared).train();

    List<EpochRecord> history = run.history("mlp");
    int best = 0;
    for (int i = 0; i < history.size(); i++) {
      best = history.get(i).validLoss() < history.get(best).validLoss() ? i : best;
    }
    assertThat(history.size()).isLessThan(30).isEqualTo(best + 1 + 2);
    Map<Long, double[]> predictions = run.predictions("mlp");
    double loss = Shipped.logLoss(prepared, predictions);
    assertThat(loss).isCloseTo(history.get(best).validLoss(), within(1e-5));
    assertTestIsMeasured(prepared, run);
  }

  /** Against the files that would be shipped of the best and of the last epoch. */
  private static void assertTestIsMeasured(PreparedRun prepared, TrainingRun run) throws Exception {
    TrainingRuns.Run one = run.runs("mlp").runs().get(0);
    Predictor.Deep best = run.predictor("mlp");
    Predictor.Deep last = prepared.last("mlp", best);

    assertThat(one.testAtBest()).containsOnlyKeys("accuracy");
    assertThat(one.testAtBest().get("accuracy"))
        .isEqualTo(Shipped.accuracy(prepared, best), within(2.0 / PreparedRun.TEST));
    assertThat(one.testAtLast().get("accuracy"))
        .isEqualTo(Shipped.accuracy(prepared, last), within(2.0 / PreparedRun.TEST))
        .isNotEqualTo(one.testAtBest().get("accuracy"));
  }

  private static EpochRecord last(List<EpochRecord> history) {
    return history.get(history.size() - 1);
  }

  private static List<String> output(TrainingRun run, String model) throws Exception {
    try (var files = Files.list(run.output(model))) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static Path newestFolder(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }
}
