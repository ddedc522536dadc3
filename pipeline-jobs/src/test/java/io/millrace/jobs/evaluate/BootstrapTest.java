package io.millrace.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.evaluation.EvaluationSpec.Threshold;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BootstrapTest {
  private static final int ROWS = 1000;
  private static final int REPLICATES = 1000;

  /** 800 of 1000 rows are right; equal rows stand together in blocks. */
  private static List<Cell> fourOfFive(int rowsInBlock) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      cells.add(BinaryCells.row("b" + i / rowsInBlock, 9, i < ROWS * 4 / 5, true));
    }
    return cells;
  }

  private static Map<String, MetricValue> metrics(List<Cell> cells, long seed) {
    return Bootstrap.replicates(cells, Task.BINARY, 1, REPLICATES, seed).intervals();
  }

  @Test
  void givesTheIntervalOfAShareOfIndependentRows() {
    MetricValue accuracy = metrics(fourOfFive(1), 1).get("accuracy");
    double error = Math.sqrt(0.8 * 0.2 / ROWS);
    assertThat(accuracy.value()).isCloseTo(0.8, within(1e-12));
    assertThat(accuracy.low()).isCloseTo(0.8 - 1.96 * error, within(0.005));
    assertThat(accuracy.high()).isCloseTo(0.8 + 1.96 * error, within(0.005));
  }

  @Test
  void widensTheIntervalWhereRowsOfABlockAreAlike() {
    MetricValue accuracy = metrics(fourOfFive(10), 1).get("accuracy");
    double error = Math.sqrt(0.8 * 0.2 / (ROWS / 10));
    assertThat(accuracy.low()).isCloseTo(0.8 - 1.96 * error, within(0.015));
    assertThat(accuracy.high()).isCloseTo(0.8 + 1.96 * error, within(0.015));
  }

  @Test
  void coversTheTruthInAboutNineteenOfTwentySamples() {
    int covered = 0;
    Random random = new Random(4);
    for (int sample = 0; sample < 100; sample++) {
      List<Cell> cells = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        cells.add(BinaryCells.row("b" + i, 9, random.nextDouble() < 0.7, true));
      }
      MetricValue found =
          Bootstrap.replicates(cells, Task.BINARY, 1, 200, sample).intervals().get("accuracy");
      covered += found.low() <= 0.7 && found.high() >= 0.7 ? 1 : 0;
    }
    assertThat(covered).isBetween(88, 100);
  }

  @Test
  void dependsOnTheSeedAndNotOnTheOrderOfCells() {
    List<Cell> cells = BinaryCells.overlapping(500, 5);
    List<Cell> shuffled = new ArrayList<>(cells);
    Collections.shuffle(shuffled, new Random(6));
    MetricValue first = metrics(cells, 7).get("rocAuc");
    assertThat(metrics(shuffled, 7).get("rocAuc")).isEqualTo(first);
    assertThat(metrics(cells, 8).get("rocAuc").low()).isNotEqualTo(first.low());
    assertThat(first.low()).isLessThan(first.value());
    assertThat(first.high()).isGreaterThan(first.value());
  }

  @Test
  void hasNoWidthForOneBlock() {
    List<Cell> cells =
        List.of(BinaryCells.row("b", 9, true, true), BinaryCells.row("b", 8, false, true));
    assertThat(metrics(cells, 1).get("accuracy")).isEqualTo(new MetricValue(0.5, 0.5, 0.5));
  }

  @ParameterizedTest
  @EnumSource(Threshold.class)
  void choosesTheThresholdThatNoOtherBeats(Threshold goal) {
    List<Cell> cells = BinaryCells.overlapping(800, 9);
    double positives = cells.stream().filter(Cell::positive).count();
    double negatives = cells.size() - positives;
    IntToDoubleFunction value =
        bin -> {
          double hits = cells.stream().filter(c -> c.positive() && c.bin() >= bin).count();
          double alarms = cells.stream().filter(c -> !c.positive() && c.bin() >= bin).count();
          return switch (goal) {
            case F1 -> 2 * hits / (2 * hits + alarms + positives - hits);
            case ACCURACY -> (hits + negatives - alarms) / cells.size();
            case YOUDEN -> hits / positives - alarms / negatives;
          };
        };
    double best = cells.stream().mapToDouble(c -> value.applyAsDouble(c.bin())).max().orElseThrow();
    double chosen = Bootstrap.threshold(cells, goal);
    double bin = (Math.log(chosen / (1 - chosen)) + Cells.LOGIT_RANGE) / (2 * Cells.LOGIT_RANGE);
    assertThat(value.applyAsDouble((int) Math.round(bin * Cells.BINS)))
        .isCloseTo(best, within(1e-12));
  }
}
