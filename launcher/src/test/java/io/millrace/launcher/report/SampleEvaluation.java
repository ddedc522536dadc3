package io.millrace.launcher.report;

import io.millrace.spec.evaluation.Comparison;
import io.millrace.spec.evaluation.Curve;
import io.millrace.spec.evaluation.GateResult;
import io.millrace.spec.evaluation.Importance;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.evaluation.ModelEvaluation.CalibrationBin;
import io.millrace.spec.evaluation.ModelEvaluation.Slice;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A made-up evaluation that has all that one can have. */
final class SampleEvaluation {
  private SampleEvaluation() {}

  static ModelEvaluation of(ModelSpec model, Task task, int quality, boolean passed) {
    boolean binary = task == Task.BINARY;
    double auc = 0.66 + 0.02 * quality;
    String metric = binary ? "rocAuc" : "rmse";
    return new ModelEvaluation(
        1,
        model.name(),
        model.engine(),
        model.network(),
        task,
        51_000,
        0.5 - 0.01 * quality,
        binary
            ? Map.of(
                "rocAuc",
                around(auc),
                "prAuc",
                around(auc - 0.3),
                "logLoss",
                around(0.5 - 0.01 * quality))
            : Map.of("rmse", around(31.4 - quality)),
        binary ? 0.23 : null,
        binary ? List.of(List.of(30_000L, 10_000L), List.of(4_000L, 7_000L)) : List.of(),
        calibration(quality),
        slices(metric, auc),
        1e-7,
        5000,
        new ModelEvaluation.Champion("ops/late", 3, Map.of(), null),
        List.of(new Comparison("other", Map.of(metric, new MetricValue(0.02, 0.01, 0.03)))),
        binary ? curves(quality) : List.of(),
        List.of(
            new Importance("from", binary ? "logLoss" : "rmse", 0.03 + 0.01 * quality, 0.028, 0.05),
            new Importance(SampleRun.SCRIPT, binary ? "logLoss" : "rmse", 0.01, 0.008, 0.012)),
        new Importance.Sample(20_000, 5),
        new GateResult(
            passed,
            List.of(
                new GateResult.RuleResult("rocAuc >= 0.65", auc, 0.65, passed, null),
                new GateResult.RuleResult("rocAuc >= champion", auc, null, true, "no champion"))));
  }

  private static MetricValue around(double value) {
    return new MetricValue(value, value - 0.012, value + 0.013);
  }

  private static List<CalibrationBin> calibration(int quality) {
    List<CalibrationBin> bins = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      double predicted = 0.05 + 0.06 * i;
      bins.add(new CalibrationBin(predicted, predicted * (0.8 + 0.08 * quality), 5100));
    }
    return bins;
  }

  private static List<Slice> slices(String metric, double auc) {
    List<Slice> slices = new ArrayList<>();
    for (int hour = 0; hour < 24; hour++) {
      slices.add(
          new Slice(
              "hour",
              Integer.toString(hour),
              2000 + hour,
              Map.of(metric, around(auc + 0.002 * hour))));
    }
    slices.add(new Slice("from", "ORD", 9000, Map.of(metric, around(auc))));
    slices.add(
        new Slice(
            "from",
            SampleRun.SCRIPT,
            4000,
            Map.of(metric, new MetricValue(Double.NaN, Double.NaN, Double.NaN))));
    slices.add(new Slice("from", "(pooled)", 800, Map.of(metric, around(auc - 0.03))));
    return slices;
  }

  private static List<Curve> curves(int quality) {
    List<Curve.Point> roc = new ArrayList<>();
    List<Curve.Point> precision = new ArrayList<>();
    double bend = 0.55 - 0.06 * quality;
    for (int i = 0; i <= 100; i++) {
      double x = i / 100.0;
      roc.add(new Curve.Point(x, Math.pow(x, bend), 1 - x));
      precision.add(
          new Curve.Point(x, 0.22 + (0.45 + 0.05 * quality) * Math.pow(1 - x, 1.4), 1 - x));
    }
    return List.of(new Curve(Curve.ROC, roc), new Curve(Curve.PRECISION_RECALL, precision));
  }
}
