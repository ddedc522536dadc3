package io.millrace.bigdl.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bigdl.checkpoint.Checkpoints;
import io.millrace.handoff.Storage;
import io.millrace.network.InitialParameters;
import io.millrace.sampling.Example;
import io.millrace.sampling.SparseRows;
import io.millrace.sampling.Topology;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.model.TrainingRuns.Run;
import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import io.millrace.spec.network.GraphNetworkSpec.Gin;
import io.millrace.spec.network.GraphNetworkSpec.Pool;
import io.millrace.spec.network.GraphNetworkSpec.Pooling;
import io.millrace.spec.network.Network;
import io.millrace.spec.network.Shapes;
import io.millrace.spec.target.SplitSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each graph has an index of its own, so its row of the embedding says whether it was trained on: a
 * row that no step has read has no gradient and stays as it was drawn, to the last bit.
 */
class FoldsIT {
  private static final int FOLDS = 3;
  private static final int GRAPHS = 33;
  private static final int NODES = 4;
  private static final int EMBEDDING = 4;
  private static final List<Long> SEEDS = List.of(5L, 6L);

  @TempDir private Path folder;

  @Test
  void noRowOfTestOrValidIsTrainedOn() throws Exception {
    PreparedGraph prepared = prepared();
    TrainingRun first = new TrainingRun(prepared.root(), 2, List.of("gin")).train();
    TrainingRuns runs = first.runs("gin");
    Path checkpoints;
    try (var only = Files.list(prepared.folder("steps/train-gin/checkpoints"))) {
      checkpoints = only.findFirst().orElseThrow();
    }
    Network network = first.predictor("gin").network();

    for (int split = 0; split < FOLDS; split++) {
      for (long seed : SEEDS) {
        Path of = checkpoints.resolve("split" + (split + 1)).resolve("seed" + seed);
        assertThat(changed(network, of, seed))
            .as("split %d, seed %d", split, seed)
            .isEqualTo(graphs(split, 't'));
      }
    }
    assertThat(runs.runs())
        .extracting(run -> run.split() + "/" + run.seed())
        .containsExactly("1/5", "1/6", "2/5", "2/6", "3/5", "3/6");
    assertThat(first.predictions("gin").keySet())
        .hasSameElementsAs(graphs(0, 'v').stream().map(graph -> (long) graph).toList());
    assertSpread(runs);
    assertChosenOfTheFirstSplit(runs);

    delete(checkpoints.resolve("split3/seed6"));
    TrainingRun second = new TrainingRun(prepared.root(), 2, List.of("gin")).train();

    assertThat(second.events())
        .contains("split 3 of 3, seed 2 of 2, epoch")
        .doesNotContain("split 1 of 3, seed 1 of 2, epoch", "split 3 of 3, seed 1 of 2, epoch");
    // Sums of another order differ in the last bit. Where a gradient is all but zero, Adam makes a
    // whole step of its sign, so a run that is trained again may end 6e-4 elsewhere; another seed
    // ends 0.02 and more elsewhere.
    assertThat(second.runs("gin"))
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> Math.abs(a - b) < 2e-3, Double.class)
        .isEqualTo(runs);
  }

  private static void assertChosenOfTheFirstSplit(TrainingRuns runs) {
    Run five = runs.runs().get(0);
    Run six = runs.runs().get(1);
    assertThat(runs.chosen()).isEqualTo(six.validLoss() < five.validLoss() ? 6 : 5);
  }

  private static void assertSpread(TrainingRuns runs) {
    double[] losses = runs.runs().stream().mapToDouble(Run::validLoss).toArray();
    double mean = Arrays.stream(losses).sum() / losses.length;
    double squares = Arrays.stream(losses).map(loss -> (loss - mean) * (loss - mean)).sum();
    TrainingRuns.Spread all = runs.spread().get("validLoss");
    assertThat(all.mean()).isEqualTo(mean);
    assertThat(all.deviation()).isEqualTo(Math.sqrt(squares / (losses.length - 1)));
    assertThat(runs.spreadBySplit()).containsOnlyKeys("1", "2", "3");
    assertThat(runs.spreadBySplit().get("2").get("validLoss").mean())
        .isEqualTo((losses[2] + losses[3]) / 2);
    assertThat(runs.spread()).containsKeys("testAtBest.accuracy", "testAtLast.accuracy");
  }

  private PreparedGraph prepared() throws IOException {
    ModelSpec gin =
        new GraphModels(6, 3)
            .model(
                "gin",
                new Gin(EMBEDDING, GraphModels.graphs(Pooling.SUM, Pool.NONE), true),
                StopOn.LOSS,
                SEEDS);
    PreparedGraph prepared = PreparedGraph.of(folder, false, gin);
    prepared.indices(IntStream.range(1, GRAPHS).mapToObj(String::valueOf).toList());
    List<Example> examples = new ArrayList<>();
    List<String> splits = new ArrayList<>();
    for (int graph = 0; graph < GRAPHS; graph++) {
      examples.add(example(graph));
      splits.add(splits(graph));
    }
    prepared.examples(new SplitSpec.Folds(FOLDS, 1, null), examples, splits);
    return prepared;
  }

  /** Every tenth graph is in the last split alone, so it stands with no part of the first. */
  private static String splits(int graph) {
    StringBuilder letters = new StringBuilder();
    for (int split = 0; split < FOLDS; split++) {
      boolean left = graph % 10 == 9 && split < FOLDS - 1;
      letters.append(left ? '-' : "evt".charAt(Math.floorMod(graph - split, FOLDS)));
    }
    return letters.toString();
  }

  private static TreeSet<Integer> graphs(int split, char letter) {
    TreeSet<Integer> graphs = new TreeSet<>();
    for (int graph = 0; graph < GRAPHS; graph++) {
      if (splits(graph).charAt(split) == letter) {
        graphs.add(graph);
      }
    }
    return graphs;
  }

  private static Example example(int graph) {
    int[] begins = {0, 1, 2, 3, 4};
    int[] index = new int[NODES];
    Arrays.fill(index, graph);
    float[] dense = new float[2 * NODES];
    Arrays.fill(dense, 0.5f);
    return new Example(
        IntStream.range(0, NODES).mapToLong(i -> graph * 100L + i).toArray(),
        new Topology(
            NODES,
            begins,
            new int[] {1, 2, 3, 0},
            null,
            new float[] {1, 1, 1, 1},
            new int[] {0, NODES}),
        dense,
        List.of(index),
        List.of(new SparseRows(begins, new int[NODES], new float[] {1, 1, 1, 1})),
        new int[0],
        new long[] {graph},
        new float[] {graph / FOLDS % 2});
  }

  /** The graphs whose row of the embedding is not as it was drawn. */
  private TreeSet<Integer> changed(Network network, Path checkpoints, long seed)
      throws IOException {
    Shapes shapes = Shapes.of(network);
    float[] weights =
        new Checkpoints(
                new Storage(new Configuration()),
                new org.apache.hadoop.fs.Path(checkpoints.toUri()),
                StopOn.LOSS,
                warning -> {})
            .newest(shapes.parameterCount())
            .orElseThrow()
            .weights();
    Map<String, float[]> drawn = InitialParameters.of(network, seed);
    String embedding =
        drawn.entrySet().stream()
            .filter(entry -> entry.getValue().length == GRAPHS * EMBEDDING)
            .map(Map.Entry::getKey)
            .reduce((a, b) -> a + " and " + b)
            .orElseThrow();
    float[] trained = shapes.split(weights).get(embedding);
    TreeSet<Integer> changed = new TreeSet<>();
    for (int i = 0; i < trained.length; i++) {
      if (trained[i] != drawn.get(embedding)[i]) {
        changed.add(i / EMBEDDING);
      }
    }
    return changed;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
