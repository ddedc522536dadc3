package io.millrace.spec.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.spec.network.Schedule.Shape;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final double RATE = 0.5;
  private static final org.assertj.core.data.Offset<Double> EXACT = within(1e-12);

  @Test
  void staysConstantWithoutWarmUp() {
    Schedule schedule = new Schedule(RATE, Shape.CONSTANT, 0, 0.1, 2);

    assertThat(LongStream.range(0, 10).mapToDouble(step -> schedule.at(step, 10)))
        .containsOnly(RATE);
  }

  @Test
  void risesInAStraightLineForTheShareOfAllSteps() {
    Schedule schedule = new Schedule(RATE, Shape.CONSTANT, 0.4, 0.1, 2);

    // The first 4 of 10 steps: 1/5 to 4/5 of the rate.
    assertThat(schedule.at(0, 10)).isCloseTo(0.1, EXACT);
    assertThat(schedule.at(1, 10)).isCloseTo(0.2, EXACT);
    assertThat(schedule.at(3, 10)).isCloseTo(0.4, EXACT);
    assertThat(schedule.at(4, 10)).isEqualTo(RATE);
    assertThat(schedule.at(9, 10)).isEqualTo(RATE);
  }

  @Test
  void dropsEvenlyAfterTheWarmUp() {
    Schedule schedule = new Schedule(RATE, Shape.STEP, 0.25, 0.1, 2);

    // 12 steps: 3 warm ones, then 3 of each rate.
    assertThat(LongStream.range(3, 6).mapToDouble(step -> schedule.at(step, 12)))
        .containsOnly(RATE);
    assertThat(LongStream.range(6, 9).mapToDouble(step -> schedule.at(step, 12)))
        .allSatisfy(rate -> assertThat(rate).isCloseTo(0.05, EXACT));
    assertThat(LongStream.range(9, 12).mapToDouble(step -> schedule.at(step, 12)))
        .allSatisfy(rate -> assertThat(rate).isCloseTo(0.005, EXACT));
    assertThat(schedule.at(20, 12)).isCloseTo(0.005, EXACT);
  }

  @Test
  void followsTheCosine() {
    Schedule schedule = new Schedule(RATE, Shape.COSINE, 0, 0.1, 2);

    assertThat(schedule.at(0, 6)).isEqualTo(RATE);
    // p = 1/3: (1 + cos(60 degrees)) / 2 = 3/4.
    assertThat(schedule.at(2, 6)).isCloseTo(RATE * 0.75, EXACT);
    assertThat(schedule.at(3, 6)).isCloseTo(RATE * 0.5, EXACT);
    assertThat(schedule.at(6, 6)).isCloseTo(0, EXACT);
    assertThat(schedule.at(9, 6)).isCloseTo(0, EXACT);
  }

  @Test
  void refusesWhatIsNoSchedule() {
    refuses(0, 0, 0.1, 2, "Cannot train with learning-rate = 0.0 (expected a positive number).");
    refuses(1, 1, 0.1, 2, "Cannot train with warm-up = 1.0 (expected 0 or more, less than 1).");
    refuses(
        1,
        0,
        1,
        2,
        "Cannot train with factor = 1.0 and drops = 2 (expected a factor between 0 and 1, at least one drop).");
    refuses(
        1,
        0,
        0.1,
        0,
        "Cannot train with factor = 0.1 and drops = 0 (expected a factor between 0 and 1, at least one drop).");
  }

  private static void refuses(
      double rate, double warmUp, double factor, int drops, String message) {
    assertThatThrownBy(() -> new Schedule(rate, Shape.STEP, warmUp, factor, drops))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
