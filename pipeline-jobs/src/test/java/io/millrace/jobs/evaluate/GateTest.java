package io.millrace.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spec.evaluation.GateResult;
import io.millrace.spec.evaluation.GateResult.RuleResult;
import io.millrace.spec.evaluation.GateRule;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation.Champion;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Map<String, MetricValue> METRICS =
      Map.of("rocAuc", value(0.70), "logLoss", value(0.50));

  private static MetricValue value(double value) {
    return new MetricValue(value, value - 0.01, value + 0.01);
  }

  private static Champion champion(double rocAuc, @Nullable String refusal) {
    return new Champion("tests/model", 3, Map.of("rocAuc", value(rocAuc)), refusal);
  }

  private static GateResult judge(@Nullable Champion champion, String... rules) {
    return Gate.judge(Stream.of(rules).map(GateRule::parse).toList(), METRICS, champion);
  }

  @Test
  void passesWhenAllLimitsHold() {
    GateResult result = judge(null, "rocAuc >= 0.7", "logLoss <= 0.5");
    assertThat(result.passed()).isTrue();
    assertThat(result.rules())
        .containsExactly(
            new RuleResult("rocAuc >= 0.7", 0.7, 0.7, true, null),
            new RuleResult("logLoss <= 0.5", 0.5, 0.5, true, null));
  }

  @Test
  void failsWhenOneLimitDoesNotHoldAndJudgesTheOthers() {
    GateResult result = judge(null, "rocAuc >= 0.71", "logLoss <= 0.6");
    assertThat(result.passed()).isFalse();
    assertThat(result.rules()).extracting(RuleResult::passed).containsExactly(false, true);
  }

  @Test
  void comparesWithTheChampion() {
    String rule = "rocAuc >= champion - 0.002";
    assertThat(judge(champion(0.7019, null), rule).passed()).isTrue();
    GateResult worse = judge(champion(0.7025, null), rule);
    assertThat(worse.passed()).isFalse();
    assertThat(worse.rules().get(0).limit()).isEqualTo(0.7005);
  }

  @Test
  void countsOnlyAbsoluteLimitsWithoutAChampion() {
    GateResult result = judge(null, "rocAuc >= champion - 0.002", "rocAuc >= 0.65");
    assertThat(result.passed()).isTrue();
    assertThat(result.rules().get(0))
        .isEqualTo(
            new RuleResult(
                "rocAuc >= champion - 0.002", 0.7, null, true, "no champion to compare with"));
    assertThat(judge(null, "rocAuc >= champion", "rocAuc >= 0.8").passed()).isFalse();
  }

  @Test
  void refusesWithAChampionThatCannotBeScored() {
    GateResult result = judge(champion(0.1, "the champion needs column 'x'"), "rocAuc >= champion");
    assertThat(result.passed()).isFalse();
    assertThat(result.rules().get(0).note()).isEqualTo("the champion needs column 'x'");
  }

  @Test
  void refusesWithAChampionThatLacksTheMetric() {
    GateResult result = judge(champion(0.1, null), "logLoss <= champion + 1", "rocAuc >= champion");
    assertThat(result.passed()).isFalse();
    assertThat(result.rules().get(0))
        .isEqualTo(
            new RuleResult(
                "logLoss <= champion + 1",
                0.5,
                null,
                false,
                "the champion has no metric 'logLoss' on this run's data"));
    assertThat(result.rules().get(1).passed()).isTrue();
  }

  @Test
  void passesNothingWithoutRules() {
    assertThat(judge(null).passed()).isFalse();
  }

  @Test
  void failsWhereTheMetricIsNotDefined() {
    GateResult result = judge(null, "prAuc >= 0");
    assertThat(result.passed()).isFalse();
    assertThat(result.rules().get(0).value()).isNaN();
  }
}
