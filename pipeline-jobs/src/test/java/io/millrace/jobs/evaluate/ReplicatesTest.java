package io.millrace.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReplicatesTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final int BLOCKS = 7;
  private static final int REPLICATES = 201;
  private static final long SEED = 11;

  /** A row with the scores of two models: {@code ours} sees more of the label. */
  private record Scored(int block, boolean positive, int ours, int theirs) {}

  private static List<Scored> rows() {
    SplittableRandom random = new SplittableRandom(3);
    List<Scored> rows = new ArrayList<>();
    for (int i = 0; i < 140; i++) {
      boolean positive = random.nextDouble() < 0.4;
      int noise = random.nextInt(20);
      int ours = 2000 + noise + (positive ? 12 : 0);
      int theirs = 2000 + noise + random.nextInt(10) + (positive ? 6 : 0);
      rows.add(new Scored(i % BLOCKS, positive, ours, theirs));
    }
    return rows;
  }

  private static double p(int bin) {
    return (bin - 1990) / 60.0;
  }

  private static double loss(int bin, boolean positive) {
    return -Math.log(positive ? p(bin) : 1 - p(bin));
  }

  private static Cell cell(Scored row, int bin) {
    double error = p(bin) - (row.positive() ? 1 : 0);
    double loss = loss(bin, row.positive());
    boolean predicted = bin >= 2018;
    return new Cell(
        "b" + row.block(), 0, bin, row.positive(), predicted, 1, p(bin), loss, error * error);
  }

  private static Replicates ours(long seed) {
    return replicates(rows().stream().map(row -> cell(row, row.ours())).toList(), seed);
  }

  private static Replicates theirs(long seed) {
    return replicates(rows().stream().map(row -> cell(row, row.theirs())).toList(), seed);
  }

  private static Replicates replicates(List<Cell> cells, long seed) {
    return Bootstrap.replicates(cells, Task.BINARY, 1, REPLICATES, seed);
  }

  /** The rows of one draw, a block's as often as it was drawn. */
  private static List<Scored> draw(SplittableRandom random) {
    List<Scored> drawn = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      int block = random.nextInt(BLOCKS);
      rows().stream().filter(row -> row.block() == block).forEach(drawn::add);
    }
    return drawn;
  }

  private static double logLoss(List<Scored> rows) {
    return rows.stream().mapToDouble(r -> loss(r.ours(), r.positive())).average().orElseThrow()
        - rows.stream().mapToDouble(r -> loss(r.theirs(), r.positive())).average().orElseThrow();
  }

  private static double rocAuc(List<Scored> rows) {
    double pairs = 0;
    double difference = 0;
    for (Scored yes : rows) {
      for (Scored no : rows) {
        if (yes.positive() && !no.positive()) {
          pairs++;
          difference += Math.signum(yes.ours() - no.ours()) / 2;
          difference -= Math.signum(yes.theirs() - no.theirs()) / 2;
        }
      }
    }
    return difference / pairs;
  }

  @Test
  void differencesAreThoseOfTheRowsOfEachDraw() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] losses = new double[REPLICATES];
    double[] areas = new double[REPLICATES];
    for (int r = 0; r < REPLICATES; r++) {
      List<Scored> drawn = draw(random);
      losses[r] = logLoss(drawn);
      areas[r] = rocAuc(drawn);
    }
    Map<String, MetricValue> found = ours(SEED).minus(theirs(SEED));
    assertSame(found.get("logLoss"), logLoss(rows()), losses);
    assertSame(found.get("rocAuc"), rocAuc(rows()), areas);
    assertThat(found.get("rocAuc").value()).isPositive();
  }

  /** Of 201 draws in order, numbers 5 and 195 part 2.5% from the rest. */
  private static void assertSame(MetricValue found, double value, double[] drawn) {
    Arrays.sort(drawn);
    assertThat(found.value()).isCloseTo(value, EXACT);
    assertThat(found.low()).isCloseTo(drawn[5], EXACT);
    assertThat(found.high()).isCloseTo(drawn[195], EXACT);
  }

  @Test
  void equalModelsDifferByExactlyNothing() {
    Map<String, MetricValue> found = ours(SEED).minus(ours(SEED));
    assertThat(found).hasSize(6);
    assertThat(found.values()).containsOnly(new MetricValue(0, 0, 0));
  }

  @Test
  void pairedIntervalsAreNarrowerThanThoseOfOtherDraws() {
    MetricValue paired = ours(SEED).minus(theirs(SEED)).get("logLoss");
    MetricValue apart = ours(SEED).minus(theirs(SEED + 1)).get("logLoss");
    assertThat(paired.high() - paired.low()).isLessThan(apart.high() - apart.low());
  }

  @Test
  void theOtherWayRoundIsTheOppositeDifference() {
    MetricValue one = ours(SEED).minus(theirs(SEED)).get("prAuc");
    MetricValue other = theirs(SEED).minus(ours(SEED)).get("prAuc");
    assertThat(other.value()).isEqualTo(-one.value());
    assertThat(other.low()).isCloseTo(-one.high(), EXACT);
  }

  @Test
  void dependsOnTheSeed() {
    Map<String, MetricValue> first = ours(SEED).minus(theirs(SEED));
    assertThat(ours(SEED).minus(theirs(SEED))).isEqualTo(first);
    MetricValue second = ours(SEED + 1).minus(theirs(SEED + 1)).get("logLoss");
    assertThat(second.value()).isEqualTo(first.get("logLoss").value());
    assertThat(second.low()).isNotEqualTo(first.get("logLoss").low());
  }

  @Test
  void comparesOnlyWhatBothHaveInADraw() {
    Replicates full =
        new Replicates(
            1,
            Map.of(Metric.ROC_AUC, 0.7, Metric.LOG_LOSS, 0.5),
            List.of(Map.of(Metric.ROC_AUC, 0.9), Map.of(Metric.ROC_AUC, 0.6)));
    Replicates part =
        new Replicates(
            1, Map.of(Metric.ROC_AUC, 0.5), List.of(Map.of(), Map.of(Metric.ROC_AUC, 0.5)));
    Map<String, MetricValue> found = full.minus(part);
    assertThat(found).containsOnlyKeys("rocAuc");
    assertThat(found.get("rocAuc").value()).isCloseTo(0.2, EXACT);
    assertThat(found.get("rocAuc").low()).isCloseTo(0.1, EXACT);
    assertThat(found.get("rocAuc").high()).isCloseTo(0.1, EXACT);
  }

  @Test
  void refusesModelsOfOtherBlocks() {
    List<Cell> fewer =
        IntStream.range(0, 4).mapToObj(i -> BinaryCells.row("b" + i, 9, true, true)).toList();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ours(SEED).minus(replicates(fewer, SEED)))
        .withMessage(
            "Cannot compare two models: 201 draws of 7 blocks and 201 draws of 4 blocks (expected the same draws for both).");
  }
}
