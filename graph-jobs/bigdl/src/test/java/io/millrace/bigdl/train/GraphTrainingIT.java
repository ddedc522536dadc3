package io.millrace.bigdl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.sampling.Example;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import io.millrace.spec.network.GraphLayer.SageConv.Aggregator;
import io.millrace.spec.network.GraphNetworkSpec.Decoder;
import io.millrace.spec.network.GraphNetworkSpec.Gat;
import io.millrace.spec.network.GraphNetworkSpec.Gcn;
import io.millrace.spec.network.GraphNetworkSpec.Gin;
import io.millrace.spec.network.GraphNetworkSpec.Graphsage;
import io.millrace.spec.network.GraphNetworkSpec.Pool;
import io.millrace.spec.network.GraphNetworkSpec.Pooling;
import io.millrace.spec.network.NetworkSpec.Mlp;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings of networks over graphs in one process. */
class GraphTrainingIT {
  private static final GraphModels MODELS = new GraphModels(40, 8);

  @TempDir Path folder;

  @Test
  void graphsTellWhatRowsAloneCannot() throws Exception {
    PreparedGraph prepared =
        PreparedGraph.of(
            folder,
            false,
            MODELS.model("gcn", new Gcn(4, GraphModels.nodes(0.2, Norm.NONE, 16))),
            MODELS.model(
                "graphsage",
                new Graphsage(4, GraphModels.nodes(0, Norm.LAYER, 16, 16), Aggregator.MEAN)),
            MODELS.model("gat", new Gat(4, GraphModels.nodes(0, Norm.NONE, 8), List.of(2), 0)),
            MODELS.model("gin", new Gin(4, GraphModels.nodes(0, Norm.BATCH, 16, 16), true)),
            MODELS.model("mlp", new Mlp(4, GraphModels.tower(16))));
    TrainingRun run =
        new TrainingRun(prepared.root(), 2, List.of("gcn", "graphsage", "gat", "gin", "mlp"))
            .train();

    double rows = accuracy(run, "mlp");
    assertThat(rows).isBetween(0.55, 0.8);
    for (String model : List.of("gcn", "graphsage", "gat", "gin")) {
      assertThat(accuracy(run, model)).describedAs(model).isGreaterThan(0.9);
      assertThat(run.predictions(model)).hasSize(Community.VALID);
      assertThat(run.predictor(model).network().overGraphs()).isTrue();
    }
    assertThat(run.events()).contains("120 rows in, 120 out, 0 rejected");
  }

  @Test
  void pairsOfNodesAreLearnt() throws Exception {
    GraphModels models = new GraphModels(1, 30);
    Decoder hidden = new Decoder(Decoder.Type.MLP, List.of(8));
    PreparedGraph prepared =
        PreparedGraph.of(
            folder,
            false,
            models.model("dot", new Gcn(4, GraphModels.pairs(Decoder.DOT, 16, 8))),
            models.model("mlp", new Gcn(4, GraphModels.pairs(hidden, 16, 8))));
    Community community = new Community(5);
    int end = Community.TRAIN + Community.VALID;
    prepared.examples(
        List.of(community.pairs(0, 60), community.pairs(60, Community.TRAIN)),
        List.of(community.pairs(Community.TRAIN, end)));

    TrainingRun run = new TrainingRun(prepared.root(), 1, List.of("dot", "mlp")).train();

    for (String model : List.of("dot", "mlp")) {
      assertThat(accuracy(run, model)).describedAs(model).isGreaterThan(0.85);
      assertThat(run.predictions(model)).hasSize(Community.VALID);
    }
  }

  /** Neighbourhoods have all that two convolutions see, so both forms are the same problem. */
  @Test
  void wholeGraphAndNeighbourhoodsTrainAlike() throws Exception {
    GraphModels fullBatch = new GraphModels(Community.TRAIN, 12);
    Gcn gcn = new Gcn(4, GraphModels.nodes(0.5, Norm.NONE, 16));
    PreparedGraph whole =
        PreparedGraph.of(folder.resolve("whole"), true, fullBatch.model("gcn", gcn));
    PreparedGraph parts =
        PreparedGraph.of(folder.resolve("parts"), false, fullBatch.model("gcn", gcn));

    TrainingRun one = new TrainingRun(whole.root(), 2, List.of("gcn")).train();
    TrainingRun onTwoCores = new TrainingRun(parts.root(), 2, List.of("gcn")).train();
    List<EpochRecord> history = onTwoCores.history("gcn");
    Map<Long, double[]> predictions = onTwoCores.predictions("gcn");
    delete(parts.folder("steps/train-gcn"));
    TrainingRun onOneCore = new TrainingRun(parts.root(), 1, List.of("gcn")).train();

    assertThat(one.history("gcn")).hasSize(12);
    assertSame(history, one.history("gcn"));
    assertThat(onTwoCores.runs("gcn").runs().get(0).testAtLast())
        .containsKey("accuracy")
        .isEqualTo(one.runs("gcn").runs().get(0).testAtLast());
    assertSame(history, onOneCore.history("gcn"));
    Map<Long, double[]> ofWhole = one.predictions("gcn");
    assertThat(ofWhole).hasSize(Community.VALID);
    predictions.forEach(
        (key, scores) -> assertThat(ofWhole.get(key)[0]).isCloseTo(scores[0], within(1e-4)));
  }

  private static void assertSame(List<EpochRecord> expected, List<EpochRecord> found) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).loss()).isCloseTo(expected.get(i).loss(), within(1e-4));
      assertThat(found.get(i).validLoss()).isCloseTo(expected.get(i).validLoss(), within(1e-4));
    }
  }

  @Test
  void seedsAreTrainedOneAfterTheOtherAndGoOnWhereTheyWere() throws Exception {
    Gcn gcn = new Gcn(4, GraphModels.nodes(0.5, Norm.NONE, 8));
    PreparedGraph prepared =
        PreparedGraph.of(
            folder, false, MODELS.model("gcn", gcn, StopOn.METRIC, List.of(5L, 6L, 7L)));
    TrainingRun first = new TrainingRun(prepared.root(), 2, List.of("gcn")).train();
    TrainingRuns runs = first.runs("gcn");
    Path checkpoints = only(prepared.folder("steps/train-gcn/checkpoints"));
    delete(checkpoints.resolve("seed7"));

    TrainingRun second = new TrainingRun(prepared.root(), 2, List.of("gcn")).train();

    assertThat(runs.runs()).extracting(TrainingRuns.Run::seed).containsExactly(5L, 6L, 7L);
    TrainingRuns.Run best = runs.runs().get(0);
    double sum = 0;
    for (TrainingRuns.Run run : runs.runs()) {
      best = run.validLoss() < best.validLoss() ? run : best;
      sum += run.validLoss();
    }
    assertThat(runs.chosen()).isEqualTo(best.seed());
    assertThat(runs.spread().get("validLoss").mean()).isCloseTo(sum / 3, within(1e-12));
    assertThat(runs.spread().get("validLoss").deviation()).isGreaterThan(0);
    assertThat(runs.spread().get("testAtLast.accuracy").mean())
        .isCloseTo(
            runs.runs().stream()
                .mapToDouble(run -> run.testAtLast().get("accuracy"))
                .average()
                .orElseThrow(),
            within(1e-12))
        .isGreaterThan(0.85);
    List<EpochRecord> history = first.history("gcn");
    EpochRecord kept = history.get(best.bestEpoch() - 1);
    assertThat(kept.validLoss()).isEqualTo(best.validLoss());
    assertThat(history)
        .allMatch(e -> e.metrics().get("accuracy") <= kept.metrics().get("accuracy"));
    assertThat(second.events()).contains("seed 3 of 3").doesNotContain("seed 1 of 3");
    // The last bits depend on which core's gradient is added first.
    assertThat(second.runs("gcn"))
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> Math.abs(a - b) < 1e-4, Double.class)
        .isEqualTo(runs);
  }

  @Test
  void trainingGoesOnInTheMiddle() throws Exception {
    Gcn gcn = new Gcn(4, GraphModels.nodes(0.5, Norm.NONE, 8));
    PreparedGraph prepared = PreparedGraph.of(folder, true, MODELS.model("gcn", gcn));
    TrainingRun first = new TrainingRun(prepared.root(), 2, List.of("gcn")).train();
    List<EpochRecord> undisturbed = first.history("gcn");
    delete(only(prepared.folder("steps/train-gcn/checkpoints")).resolve("epoch-00008"));

    TrainingRun second = new TrainingRun(prepared.root(), 2, List.of("gcn")).train();

    assertThat(undisturbed).hasSize(8);
    assertThat(second.events()).contains("epoch 8 of at most 8").doesNotContain("epoch 7 of");
    assertThat(second.history("gcn")).hasSize(8);
    assertSame(undisturbed, second.history("gcn"));
  }

  /** Rings and stars of the same sizes. */
  @Test
  void graphsHaveScoresOfTheirOwn() throws Exception {
    GraphModels each = new GraphModels(4, 8);
    PreparedGraph prepared =
        PreparedGraph.of(
            folder,
            false,
            each.model("gin", new Gin(4, GraphModels.graphs(Pooling.SUM, Pool.NONE), true)),
            each.model("topk", new Gcn(4, GraphModels.graphs(Pooling.MAX, Pool.TOP_K))),
            each.model(
                "sag",
                new Graphsage(4, GraphModels.graphs(Pooling.ATTENTION, Pool.SAG), Aggregator.MAX)),
            each.model("diff", new Gin(4, GraphModels.graphs(Pooling.SUM, Pool.DIFF), false)));
    prepared.examples(Rings.examples(100, 1), Rings.examples(60, 2));
    TrainingRun run =
        new TrainingRun(prepared.root(), 2, List.of("gin", "topk", "sag", "diff")).train();

    for (String model : List.of("gin", "topk", "sag", "diff")) {
      assertThat(accuracy(run, model)).describedAs(model).isGreaterThan(0.9);
      assertThat(run.predictions(model)).hasSize(60).containsKey(Rings.key(59));
      // These have no test split.
      assertThat(run.runs(model).runs().get(0).testAtBest()).isEmpty();
    }
  }

  /** Three graphs on two cores in steps of two: the last step has one graph. */
  @Test
  void stepsMayHaveFewerGraphsThanCores() throws Exception {
    PreparedGraph prepared =
        PreparedGraph.of(
            folder,
            false,
            new GraphModels(2, 3)
                .model("gin", new Gin(4, GraphModels.graphs(Pooling.SUM, Pool.NONE), true)));
    prepared.examples(Rings.examples(3, 1), Rings.examples(1, 2));

    TrainingRun run = new TrainingRun(prepared.root(), 2, List.of("gin")).train();

    assertThat(run.history("gin")).hasSize(3).allMatch(e -> Double.isFinite(e.loss()));
  }

  @Test
  void refusesWhatNoKernelCouldCompute() throws Exception {
    Gcn gcn = new Gcn(4, GraphModels.nodes(0, Norm.NONE, 8));
    PreparedGraph prepared = PreparedGraph.of(folder, false, MODELS.model("gcn", gcn));

    refuses(prepared, e -> e.topology().sources()[0] = 999, "'sources' of row 3 has 999");
    refuses(prepared, e -> e.topology().begins()[1] = -1, "'begins' of row 3 has 0 before -1");
    refuses(prepared, e -> e.topology().degrees()[0] = Float.NaN, "'degrees' of row 3 has NaN");
    refuses(prepared, e -> e.targets()[0] = 70_000, "'targets' of row 3 has 70000");
    refuses(prepared, e -> e.dense()[1] = Float.POSITIVE_INFINITY, "'dense' of row 3 has Infinity");
    refuses(prepared, e -> e.labels()[0] = Float.NaN, "'labels' of row 3 has NaN");
    refuses(prepared, e -> e.indices().get(0)[2] = 4, "'a' of row 3 has 4 (expected 0 to 3)");
    refuses(
        prepared,
        e -> e.sparse().get(0).columns()[1] = e.sparse().get(0).columns()[0],
        "sparse 'words' of row 3 has column");
    assertThat(prepared.folder("steps/train-gcn/out")).doesNotExist();
  }

  private interface Damage {
    void to(Example example);
  }

  private static void refuses(PreparedGraph prepared, Damage damage, String message)
      throws IOException {
    List<Example> train = new ArrayList<>(prepared.community.neighbourhoods(0, 20));
    damage.to(train.get(3));
    prepared.examples(train, prepared.community.neighbourhoods(20, 30));
    assertThatThrownBy(() -> new TrainingRun(prepared.root(), 2, List.of("gcn")).train())
        .hasMessageContaining("train/part-0.parquet': ")
        .hasMessageContaining(message);
  }

  private static double accuracy(TrainingRun run, String model) throws IOException {
    return run.runs(model).runs().get(0).metrics().get("accuracy");
  }

  private static Path only(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList().get(0);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
