package io.millrace.bigdl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.bigdl.checkpoint.EpochRecord;
import io.millrace.spec.feature.Transform;
import io.millrace.spec.model.ClassWeights;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.model.TrainingSettings.Deep;
import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import io.millrace.spec.network.GraphNetworkSpec.Gcn;
import io.millrace.spec.network.Loss;
import io.millrace.spec.network.NetworkSpec.Tower.Norm;
import io.millrace.spec.network.Optimiser;
import io.millrace.spec.network.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kipf and Welling's network on the public split of Cora: 81.5% of the test nodes in the paper. */
@Tag("full")
class CoraIT {
  private static final String DATASETS = "MILLRACE_DATASETS";
  private static final int EPOCHS = 200;
  private static final List<Long> SEEDS = LongStream.rangeClosed(1, 3).boxed().toList();

  @TempDir Path folder;

  @Test
  void gcnReachesWhatItsPaperReports() throws Exception {
    String datasets = System.getenv(DATASETS);
    assumeTrue(datasets != null, () -> DATASETS + " is not set");
    Path source = Path.of(datasets, "cora");
    assumeTrue(Files.isDirectory(source), () -> source + " is not there");
    Cora cora = new Cora(source);
    assertThat(cora.edges()).isEqualTo(10_556);
    PreparedGraph prepared = prepared(cora);

    long began = System.nanoTime();
    TrainingRun run = new TrainingRun(prepared.root(), 1, List.of("gcn")).train();
    double seconds = (System.nanoTime() - began) / 1e9;

    TrainingRuns runs = run.runs("gcn");
    TrainingRuns.Spread atBest = runs.spread().get("testAtBest.accuracy");
    TrainingRuns.Spread atLast = runs.spread().get("testAtLast.accuracy");
    System.out.printf(
        "test accuracy at the best epoch %.4f +- %.4f, at the last %.4f +- %.4f; %.1f ms of steps for an epoch, %.1f ms in all%n",
        atBest.mean(),
        atBest.deviation(),
        atLast.mean(),
        atLast.deviation(),
        run.history("gcn").stream().mapToDouble(EpochRecord::seconds).average().orElseThrow()
            * 1000,
        seconds * 1000 / (EPOCHS * SEEDS.size()));
    assertThat(runs.runs())
        .allSatisfy(one -> assertThat(one.testAtLast().get("accuracy")).isGreaterThan(0.78));
    assertThat(atLast.mean()).isBetween(0.805, 0.83);
    assertThat(atBest.mean()).isBetween(0.80, 0.83);
  }

  private PreparedGraph prepared(Cora cora) throws Exception {
    PreparedGraph prepared = new PreparedGraph(folder);
    Deep settings =
        new Deep(
            new Gcn(16, GraphModels.nodes(0.5, Norm.NONE, 16)),
            new Loss.CrossEntropy(0),
            new Optimiser.Adam(0.9, 0.999, 1e-8, 5e-4),
            new Schedule(0.01, Schedule.Shape.CONSTANT, 0, 0.5, 1),
            null,
            1,
            EPOCHS,
            EPOCHS,
            SEEDS.get(0),
            StopOn.LOSS,
            SEEDS);
    ModelSpec gcn = new ModelSpec("gcn", "bigdl", List.of(), ClassWeights.NONE, settings);
    List<Integer> classes = java.util.stream.IntStream.range(0, cora.classes()).boxed().toList();
    prepared.definition(folder, "task = multiclass, classes = " + classes, true, List.of(gcn));
    prepared.features(
        List.of(new Transform.Sparse("words", "words", Cora.WORDS, true)), List.of(), List.of());
    prepared.examples(
        List.of(cora.example("train")),
        List.of(cora.example("val")),
        List.of(cora.example("test")));
    return prepared;
  }
}
