package io.millrace.spec.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a model differs from another on the same test rows.
 *
 * @param against the other model: its name in the definition, or {@code team/model@version} of the
 *     champion
 * @param difference by public name, for each metric that both have: this model minus the other. The
 *     intervals are paired: in each replicate of the bootstrap both are measured on the same blocks
 */
public record Comparison(String against, Map<String, MetricValue> difference) {
  /** Those that people ask for first; a task has the first two or the last. */
  private static final List<Metric> SHOWN = List.of(Metric.LOG_LOSS, Metric.ROC_AUC, Metric.RMSE);

  public Comparison {
    difference = Collections.unmodifiableMap(new TreeMap<>(difference));
  }

  /**
   * In words, with the interval of how much: {@code better in logLoss by 0.0135 (0.0115 to
   * 0.0157)}.
   */
  public String text() {
    return SHOWN.stream()
        .filter(metric -> difference.containsKey(metric.text()))
        .map(metric -> text(metric, difference.get(metric.text())))
        .collect(Collectors.joining(", "));
  }

  private static String text(Metric metric, MetricValue found) {
    if (found.value() == 0) {
      return "equal in %s (%s)".formatted(metric.text(), range(found.low(), found.high()));
    }
    boolean more = found.value() > 0;
    return String.format(
        Locale.ROOT,
        "%s in %s by %.4f (%s)",
        more == metric.moreIsBetter() ? "better" : "worse",
        metric.text(),
        Math.abs(found.value()),
        more ? range(found.low(), found.high()) : range(-found.high(), -found.low()));
  }

  private static String range(double low, double high) {
    return String.format(Locale.ROOT, "%.4f to %.4f", low, high);
  }
}
