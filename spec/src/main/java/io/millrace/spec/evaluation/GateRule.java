package io.millrace.spec.evaluation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition that a model must meet: {@code rocAuc >= 0.65} or {@code rocAuc >= champion - 0.002}.
 *
 * @param atLeast true for {@code >=}, false for {@code <=}
 * @param champion whether number is added to the champion's value
 */
public record GateRule(Metric metric, boolean atLeast, boolean champion, double number) {
  private static final Pattern RULE =
      Pattern.compile(
          "\\s*(\\w+)\\s*(>=|<=)\\s*(?:(champion)\\s*(?:([+-])\\s*(\\d*\\.?\\d+))?|(-?\\d*\\.?\\d+))\\s*");

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException if the text is not a rule
   */
  public static GateRule parse(String text) {
    Matcher m = RULE.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "Cannot read gate rule '%s' (expected '<metric> >= <number>' or '<metric> >= champion - <number>', also with <=)."
              .formatted(text));
    }
    Metric metric =
        Metric.of(m.group(1))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot read gate rule '%s': unknown metric '%s' (expected one of rocAuc, prAuc, logLoss, brier, accuracy, f1, rmse)."
                            .formatted(text, m.group(1))));
    boolean champion = m.group(3) != null;
    double number =
        champion
            ? m.group(5) == null ? 0 : Double.parseDouble(m.group(4) + m.group(5))
            : Double.parseDouble(m.group(6));
    return new GateRule(metric, m.group(2).equals(">="), champion, number);
  }

  /** The rule as it is written in definitions. */
  public String text() {
    String limit;
    if (champion) {
      limit =
          number == 0
              ? "champion"
              : "champion " + (number < 0 ? "- " : "+ ") + plain(Math.abs(number));
    } else {
      limit = plain(number);
    }
    return metric.text() + (atLeast ? " >= " : " <= ") + limit;
  }

  /** Whether a value meets the limit. NaN never does. */
  public boolean holds(double value, double limit) {
    return atLeast ? value >= limit : value <= limit;
  }

  private static String plain(double number) {
    return new java.math.BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }
}
