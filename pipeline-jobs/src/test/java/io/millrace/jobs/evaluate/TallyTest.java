package io.millrace.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.target.Task;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static Map<Metric, Double> metrics(Task task, int classes, List<Cell> cells) {
    Tally tally = new Tally(task, classes);
    cells.forEach(cell -> tally.add(cell, 1));
    return tally.metrics();
  }

  @Test
  void rocAucIsTheShareOfPairsInTheRightOrder() {
    List<Cell> cells = BinaryCells.overlapping(800, 1);
    double right = 0;
    double pairs = 0;
    for (Cell yes : cells) {
      for (Cell no : cells) {
        if (yes.positive() && !no.positive()) {
          right += yes.bin() > no.bin() ? 1 : yes.bin() == no.bin() ? 0.5 : 0;
          pairs++;
        }
      }
    }
    assertThat(metrics(Task.BINARY, 1, cells).get(Metric.ROC_AUC))
        .isCloseTo(right / pairs, EXACT)
        .isBetween(0.6, 0.9);
  }

  @Test
  void prAucIsTheMeanPrecisionOverThePositives() {
    List<Cell> cells = BinaryCells.overlapping(800, 2);
    double sum = 0;
    double positives = 0;
    for (Cell yes : cells) {
      if (yes.positive()) {
        double taken = cells.stream().filter(c -> c.bin() >= yes.bin()).count();
        double hits = cells.stream().filter(c -> c.bin() >= yes.bin() && c.positive()).count();
        sum += hits / taken;
        positives++;
      }
    }
    assertThat(metrics(Task.BINARY, 1, cells).get(Metric.PR_AUC)).isCloseTo(sum / positives, EXACT);
  }

  @Test
  void countsDecisionsAndErrors() {
    List<Cell> cells =
        List.of(
            BinaryCells.row("", 9, true, true),
            BinaryCells.row("", 9, true, true),
            BinaryCells.row("", 1, true, false),
            BinaryCells.row("", 8, false, true),
            BinaryCells.row("", 2, false, false));
    Map<Metric, Double> found = metrics(Task.BINARY, 1, cells);
    assertThat(found.get(Metric.ACCURACY)).isCloseTo(3 / 5.0, EXACT);
    assertThat(found.get(Metric.F1)).isCloseTo(2 * 2 / (2 * 2 + 1 + 1.0), EXACT);
    double loss = -(3 * Math.log(0.9) + 2 * Math.log(0.8)) / 5;
    assertThat(found.get(Metric.LOG_LOSS)).isCloseTo(loss, EXACT);
    assertThat(found.get(Metric.BRIER)).isCloseTo((3 * 0.01 + 2 * 0.04) / 5, EXACT);
  }

  @Test
  void countsARowAsOftenAsItWasDrawn() {
    List<Cell> cells = BinaryCells.overlapping(100, 3);
    Tally thrice = new Tally(Task.BINARY, 1);
    cells.forEach(cell -> thrice.add(cell, 3));
    assertThat(thrice.rows()).isEqualTo(300);
    metrics(Task.BINARY, 1, cells)
        .forEach(
            (metric, value) -> assertThat(thrice.metrics().get(metric)).isCloseTo(value, EXACT));
  }

  @Test
  void leavesOutWhatOneClassDoesNotDefine() {
    List<Cell> cells = List.of(BinaryCells.row("", 9, false, false));
    assertThat(metrics(Task.BINARY, 1, cells))
        .doesNotContainKeys(Metric.ROC_AUC, Metric.PR_AUC, Metric.F1)
        .containsEntry(Metric.ACCURACY, 1.0);
  }

  @Test
  void averagesCurvesOverClasses() {
    // Each row has a cell for each class. Class 0 is ranked perfectly, class 1 the wrong way round.
    List<Cell> cells =
        List.of(
            new Cell("", 0, 9, true, true, 1, 0.9, 0.1, 0.01),
            new Cell("", 0, 1, false, false, 1, 0.1, 0, 0.01),
            new Cell("", 1, 9, false, false, 1, 0.9, 0, 0.81),
            new Cell("", 1, 1, true, true, 1, 0.1, 2.3, 0.81));
    Map<Metric, Double> found = metrics(Task.MULTICLASS, 2, cells);
    assertThat(found.get(Metric.ROC_AUC)).isCloseTo(0.5, EXACT);
    assertThat(found.get(Metric.ACCURACY)).isCloseTo(1.0, EXACT);
    assertThat(found.get(Metric.LOG_LOSS)).isCloseTo(1.2, EXACT);
  }

  @Test
  void regressionHasTheRootOfTheMeanSquare() {
    List<Cell> cells =
        List.of(
            new Cell("", 0, 0, false, false, 3, 0, 0, 27),
            new Cell("", 0, 0, false, false, 1, 0, 0, 9));
    assertThat(metrics(Task.REGRESSION, 1, cells)).containsOnly(Map.entry(Metric.RMSE, 3.0));
  }
}
