package io.millrace.launcher.report;

import io.millrace.launcher.report.LinePlot.Line;
import io.millrace.spec.evaluation.Curve;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ROC, precision-recall and calibration of all models together. */
final class CurvePlots {
  /** A curve has up to 200 points; a table of them all helps nobody. */
  private static final int TABLE_POINTS = 20;

  private CurvePlots() {}

  static List<Figure> of(RunFacts run) {
    List<Figure> figures = new ArrayList<>();
    curve(run, Curve.ROC).ifPresent(figures::add);
    curve(run, Curve.PRECISION_RECALL).ifPresent(figures::add);
    calibration(run).ifPresent(figures::add);
    return figures;
  }

  private static Optional<Figure> curve(RunFacts run, String name) {
    boolean roc = name.equals(Curve.ROC);
    String x = roc ? "False positive rate" : "Recall";
    String y = roc ? "True positive rate" : "Precision";
    String metric = roc ? "rocAuc" : "prAuc";
    String title = roc ? "ROC curve" : "Precision and recall";
    List<Line> lines = new ArrayList<>();
    Table.Builder table = new Table.Builder(title + ", some points", "Model", "Threshold", x, y);
    for (int i = 0; i < run.evaluations().size(); i++) {
      ModelEvaluation model = run.evaluations().get(i);
      Optional<Curve> found =
          model.curves().stream().filter(curve -> curve.name().equals(name)).findFirst();
      if (found.isPresent()) {
        List<Curve.Point> points = found.get().points();
        lines.add(
            new Line(
                model.model(),
                model.model() + value(model.metrics().get(metric)),
                i,
                points.stream().map(p -> new double[] {p.x(), p.y()}).toList()));
        thinned(points)
            .forEach(
                p ->
                    table.row(
                        model.model(),
                        Words.value(p.threshold()),
                        Words.value(p.x()),
                        Words.value(p.y())));
      }
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    LinePlot plot = new LinePlot(x, y, lines).unit();
    String note =
        roc
            ? "Of those that did not come, how many are wrongly called (to the right), and of those that did, how many are found (upwards). The thin line is chance; the figure is the area under the curve."
            : "How many of those that came are found (to the right), and how many of those that are called did come (upwards). The figure is the area under the curve.";
    return Optional.of(
        new Figure(
            "plot-" + name,
            title,
            (roc ? plot.diagonal().below() : plot).svg("plot-" + name, title, description(lines)),
            note,
            table.build()));
  }

  private static String value(MetricValue value) {
    return value == null ? "" : "  " + "%.3f".formatted(value.value());
  }

  private static List<Curve.Point> thinned(List<Curve.Point> points) {
    int step = Math.max(1, (points.size() + TABLE_POINTS - 1) / TABLE_POINTS);
    List<Curve.Point> some = new ArrayList<>();
    for (int i = 0; i < points.size(); i += step) {
      some.add(points.get(i));
    }
    Curve.Point last = points.get(points.size() - 1);
    if (!some.get(some.size() - 1).equals(last)) {
      some.add(last);
    }
    return some;
  }

  private static Optional<Figure> calibration(RunFacts run) {
    List<Line> lines = new ArrayList<>();
    Table.Builder table =
        new Table.Builder(
            "Predicted and observed, by tenths of the test split",
            "Model",
            "Predicted",
            "Observed",
            "Rows");
    boolean regression = run.evaluations().stream().anyMatch(m -> m.metrics().containsKey("rmse"));
    for (int i = 0; i < run.evaluations().size(); i++) {
      ModelEvaluation model = run.evaluations().get(i);
      List<ModelEvaluation.CalibrationBin> bins =
          model.calibration().stream().filter(bin -> bin.rows() > 0).toList();
      if (bins.size() > 1) {
        lines.add(
            new Line(
                model.model(),
                model.model(),
                i,
                bins.stream().map(b -> new double[] {b.predicted(), b.observed()}).toList()));
        bins.forEach(
            b ->
                table.row(
                    model.model(),
                    Words.value(b.predicted()),
                    Words.value(b.observed()),
                    Words.count(b.rows())));
      }
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    List<double[]> ends = ends(lines);
    lines.add(new Line("as it should be", "", 5, true, ends));
    String what = regression ? "Mean of the label" : "Share that came";
    String title = "Calibration";
    return Optional.of(
        new Figure(
            "plot-calibration",
            title,
            new LinePlot(regression ? "Mean prediction" : "Mean predicted probability", what, lines)
                .marks()
                .below()
                .svg("plot-calibration", title, description(lines)),
            "Each mark is about a tenth of the test split, by rising score (counts in the table). On the dotted line what was predicted is what came; below it the model says too much.",
            table.build()));
  }

  private static List<double[]> ends(List<Line> lines) {
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    for (Line line : lines) {
      for (double[] point : line.xy()) {
        low = Math.min(low, Math.min(point[0], point[1]));
        high = Math.max(high, Math.max(point[0], point[1]));
      }
    }
    return List.of(new double[] {low, low}, new double[] {high, high});
  }

  private static String description(List<Line> lines) {
    return "Lines of %s. All numbers stand in the table below."
        .formatted(String.join(", ", lines.stream().map(Line::name).toList()));
  }
}
