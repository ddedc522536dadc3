package io.millrace.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.clean.CleanSpec.Duplicates;
import io.millrace.spec.clean.Policy;
import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.network.Layer;
import io.millrace.spec.network.NetworkSpec;
import io.millrace.spec.run.StepDone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatesTest {
  private static final long ROWS = 1_000_000;

  private static final Map<String, Long> SIZES = Map.of("trips", ROWS, "places", 500L);

  private static final Workers WORKERS = new Workers(2, 16L << 20);

  @Test
  void cleaningShufflesOnlyItsProfileWithoutDuplicates() {
    assertThat(cleaning(new Definitions(), SIZES).shuffleBytes())
        .isEqualTo(2 * 2 * Estimates.PROFILE_BYTES);
  }

  @ParameterizedTest
  @CsvSource({"8192,64", "4096,64", "1024,64", "512,32", "256,16", "1,1"})
  void pagesFollowTheHeapAsInSpark(long heapMegabytes, long pageMegabytes) {
    assertThat(new Workers(1, heapMegabytes << 20).pages(1, 1)).isEqualTo(pageMegabytes << 20);
  }

  @Test
  void duplicatesShuffleEveryRow() {
    Definitions definitions = new Definitions();
    definitions.duplicates = new Duplicates(List.of(), Policy.REJECT);

    assertThat(cleaning(definitions, SIZES).shuffleBytes())
        .isEqualTo(ROWS * (8 + 8 + Estimates.TEXT_BYTES) + 2 * 2 * Estimates.PROFILE_BYTES);
  }

  @Test
  void referencesAreKeptInMemory() {
    long with = cleaning(new Definitions(), SIZES).memoryBytes();
    long without = cleaning(new Definitions(), Map.of("trips", ROWS)).memoryBytes();

    assertThat(with - without).isEqualTo(500L * Estimates.BROADCAST_KEY_BYTES);
  }

  @Test
  void trainingGrowsWithRowsAndTreesWithTheirSettings() {
    Definitions definitions = new Definitions();
    ModelSpec regression = definitions.build().models().get(0);
    ModelSpec trees = definitions.build().models().get(1);
    Estimates small = estimates(definitions, ROWS);
    Estimates large = estimates(definitions, 10 * ROWS);

    assertThat(large.train(regression).memoryBytes())
        .isGreaterThan(5 * small.train(regression).memoryBytes());
    assertThat(large.train(trees).memoryBytes()).isGreaterThan(small.train(trees).memoryBytes());
    definitions.trees = 40;
    assertThat(
            estimates(definitions, ROWS).train(definitions.build().models().get(1)).shuffleBytes())
        .isEqualTo(2 * small.train(trees).shuffleBytes());
  }

  /** One index of at most 1,000 values and one number; hidden layers of 10 and 5. */
  @Test
  void networksTakeTheirRowsAsArraysAndFourCopiesOfTheirParameters() {
    Definitions definitions = new Definitions();
    definitions.embedding = 8;
    ModelSpec wide = definitions.build().models().get(1);
    long tables = 1001 * 8 + 1001 + 1;
    long tower = (1 + 8 + 1) * 10 + (10 + 1) * 5 + (5 + 1);
    long row = 4 + 2 + 4;

    assertThat(estimates(definitions, ROWS).train(wide))
        .isEqualTo(
            new StepDone.Measured(
                (long) (ROWS * DeepEstimate.KEPT_SHARE) * row + (tables + tower) * 4 * 4, 0));
  }

  @ParameterizedTest
  @CsvSource({"255,1", "256,2", "65535,2", "65536,4"})
  void anIndexIsAsWideAsItsCardinality(int buckets, int bytes) {
    FeatureSpec hash = new FeatureSpec.Hash("h", "c", buckets);

    assertThat(new DeepEstimate.Feature(hash, buckets + 1L).rowBytes()).isEqualTo(bytes);
  }

  @Test
  void countsTheParametersOfEachNetwork() {
    NetworkSpec.Tower tower =
        new NetworkSpec.Tower(
            List.of(3), Layer.Activation.Function.RELU, NetworkSpec.Tower.Norm.NONE, 0);
    FeatureSpec hash = new FeatureSpec.Hash("h", "c", 9);
    FeatureSpec other = new FeatureSpec.Hash("o", "c", 4);
    FeatureSpec cyclic = new FeatureSpec.Cyclic("t", "c", DatePart.HOUR);
    DeepEstimate estimate =
        new DeepEstimate(
            List.of(
                new DeepEstimate.Feature(hash, 10),
                new DeepEstimate.Feature(other, 5),
                new DeepEstimate.Feature(cyclic, 0)));

    long tables = (10 + 5) * 4;
    long deep = (10 + 1) * 3 + (3 + 1);
    long wide = 10 + 5 + 2;
    assertThat(estimate.parameters(new NetworkSpec.Mlp(4, tower), 1)).isEqualTo(tables + deep);
    assertThat(estimate.parameters(new NetworkSpec.DeepFm(4, tower), 1))
        .isEqualTo(tables + wide + deep);
    assertThat(estimate.parameters(new NetworkSpec.DcnV2(4, 2, 0, tower), 1))
        .isEqualTo(tables + 2 * (10 * 10 + 10) + deep + 10);
    assertThat(estimate.parameters(new NetworkSpec.DcnV2(4, 2, 1, tower), 1))
        .isEqualTo(tables + 2 * (10 * 2 + 10) + deep + 10);
    NetworkSpec.Tower narrow =
        new NetworkSpec.Tower(
            List.of(4), Layer.Activation.Function.RELU, NetworkSpec.Tower.Norm.NONE, 0);
    long bottom = (2 + 1) * 4;
    long top = (3 + 4 + 1) * 3 + (3 + 1);
    assertThat(estimate.parameters(new NetworkSpec.Dlrm(4, narrow, tower), 1))
        .isEqualTo(tables + bottom + top);
  }

  @Test
  void publishingTakesNothingOfSpark() {
    assertThat(estimates(new Definitions(), ROWS).publish().memoryBytes()).isZero();
  }

  private static StepDone.Measured cleaning(Definitions definitions, Map<String, Long> rows) {
    PipelineDefinition definition = definitions.build();
    return estimates(definition, rows).clean(definition.clean());
  }

  private static Estimates estimates(Definitions definitions, long rows) {
    return estimates(definitions.build(), Map.of("trips", rows, "places", 500L));
  }

  private static Estimates estimates(PipelineDefinition definition, Map<String, Long> rows) {
    Map<String, Long> bytes = Map.of("trips", rows.get("trips") * 10);
    return new Estimates(definition, new TableSizes(definition, rows, bytes), WORKERS);
  }
}
