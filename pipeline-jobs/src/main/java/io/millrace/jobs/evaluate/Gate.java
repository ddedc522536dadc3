package io.millrace.jobs.evaluate;

import io.millrace.spec.evaluation.GateResult;
import io.millrace.spec.evaluation.GateResult.RuleResult;
import io.millrace.spec.evaluation.GateRule;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation.Champion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a model may be used: every rule of the definition, on the test split. */
final class Gate {
  private Gate() {}

  /**
   * @param champion the model to compare with, null where there is none: then only absolute limits
   *     count
   */
  static GateResult judge(
      List<GateRule> rules, Map<String, MetricValue> metrics, @Nullable Champion champion) {
    List<RuleResult> results = new ArrayList<>();
    for (GateRule rule : rules) {
      MetricValue value = metrics.get(rule.metric().text());
      double found = value == null ? Double.NaN : value.value();
      results.add(rule.champion() ? against(rule, found, champion) : absolute(rule, found));
    }
    boolean passed = !results.isEmpty() && results.stream().allMatch(RuleResult::passed);
    return new GateResult(passed, results);
  }

  private static RuleResult absolute(GateRule rule, double value) {
    return new RuleResult(
        rule.text(), value, rule.number(), rule.holds(value, rule.number()), null);
  }

  private static RuleResult against(GateRule rule, double value, @Nullable Champion champion) {
    if (champion == null) {
      return new RuleResult(rule.text(), value, null, true, "no champion to compare with");
    }
    if (champion.refusal() != null) {
      return new RuleResult(rule.text(), value, null, false, champion.refusal());
    }
    MetricValue theirs = champion.metrics().get(rule.metric().text());
    if (theirs == null) {
      String note =
          "the champion has no metric '%s' on this run's data".formatted(rule.metric().text());
      return new RuleResult(rule.text(), value, null, false, note);
    }
    double limit = theirs.value() + rule.number();
    return new RuleResult(rule.text(), value, limit, rule.holds(value, limit), null);
  }
}
