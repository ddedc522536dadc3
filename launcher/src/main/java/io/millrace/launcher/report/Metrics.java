package io.millrace.launcher.report;

import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.evaluation.ModelEvaluation;
import java.util.Arrays;
import java.util.List;

/** Which metrics are shown, and in what order. */
final class Metrics {
  private Metrics() {}

  /** Public names of all that any model has, in the order of {@link Metric}. */
  static List<String> of(List<ModelEvaluation> evaluations) {
    return Arrays.stream(Metric.values())
        .map(Metric::text)
        .filter(name -> evaluations.stream().anyMatch(e -> e.metrics().containsKey(name)))
        .toList();
  }

  /** The one that a model is spoken of by: the first that it has. */
  static String main(ModelEvaluation evaluation) {
    return of(List.of(evaluation)).stream().findFirst().orElse("rocAuc");
  }

  static boolean moreIsBetter(String name) {
    return Metric.of(name).map(Metric::moreIsBetter).orElse(true);
  }
}
