package io.millrace.spec.evaluation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a model differs from another on the same test rows.
 *
 * @param against the other model: its name in the definition, or {@code team/model@version} of the
 *     champion
 * @param difference by public name, for each metric that both have: this model minus the other. The
 *     intervals are paired: in each replicate of the bootstrap both are measured on the same blocks
 */
public record Comparison(String against, Map<String, MetricValue> difference) {
  public Comparison {
    difference = Collections.unmodifiableMap(new TreeMap<>(difference));
  }
}
