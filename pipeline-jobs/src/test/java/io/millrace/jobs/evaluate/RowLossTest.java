package io.millrace.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.target.Task;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RowLossTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void isTheLogLossOfClasses() {
    assertThat(RowLoss.of(Task.BINARY, 1, 0.8)).isCloseTo(-Math.log(0.8), EXACT);
    assertThat(RowLoss.of(Task.BINARY, 0, 0.8)).isCloseTo(-Math.log(0.2), EXACT);
    assertThat(RowLoss.of(Task.MULTICLASS, 0, 0.8)).isCloseTo(-Math.log(0.8), EXACT);
    assertThat(RowLoss.metric(Task.BINARY, 6, 4)).isEqualTo(1.5);
  }

  @Test
  void staysFiniteForACertainMistake() {
    assertThat(RowLoss.of(Task.BINARY, 1, 0)).isCloseTo(-Math.log(1e-12), EXACT);
    assertThat(RowLoss.of(Task.BINARY, 0, 1)).isCloseTo(-Math.log(1e-12), EXACT);
  }

  @Test
  void isTheRootOfTheMeanSquareOfNumbers() {
    double sum = RowLoss.of(Task.REGRESSION, 2, 5) + RowLoss.of(Task.REGRESSION, -1, 2);
    assertThat(RowLoss.metric(Task.REGRESSION, sum, 2)).isEqualTo(3);
  }
}
