package io.millrace.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.clean.CleanSpec.Duplicates;
import io.millrace.spec.clean.Policy;
import io.millrace.spec.model.ModelSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatesTest {
  private static final long ROWS = 1_000_000;

  private static final Workers WORKERS = new Workers(2, 16L << 20);

  @Test
  void cleaningShufflesOnlyItsProfileWithoutDuplicates() {
    assertThat(estimates(new Definitions(), ROWS).clean().shuffleBytes())
        .isEqualTo(2 * 2 * Estimates.PROFILE_BYTES);
  }

  @ParameterizedTest
  @CsvSource({"8192,64", "4096,64", "1024,64", "512,32", "256,16", "1,1"})
  void pagesFollowTheHeapAsInSpark(long heapMegabytes, long pageMegabytes) {
    assertThat(new Workers(1, heapMegabytes << 20).pages(1)).isEqualTo(pageMegabytes << 20);
  }

  @Test
  void duplicatesShuffleEveryRow() {
    Definitions definitions = new Definitions();
    definitions.duplicates = new Duplicates(List.of(), Policy.REJECT);

    assertThat(estimates(definitions, ROWS).clean().shuffleBytes())
        .isEqualTo(ROWS * (8 + 8 + Estimates.TEXT_BYTES) + 2 * 2 * Estimates.PROFILE_BYTES);
  }

  @Test
  void referencesAreKeptInMemory() {
    long with = estimates(new Definitions(), ROWS).clean().memoryBytes();
    long without =
        new Estimates(new Definitions().build(), Map.of("trips", ROWS), ROWS, WORKERS)
            .clean()
            .memoryBytes();

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

  @Test
  void publishingTakesNothingOfSpark() {
    assertThat(estimates(new Definitions(), ROWS).publish().memoryBytes()).isZero();
  }

  private static Estimates estimates(Definitions definitions, long rows) {
    return new Estimates(
        definitions.build(), Map.of("trips", rows, "places", 500L), rows * 10, WORKERS);
  }
}
