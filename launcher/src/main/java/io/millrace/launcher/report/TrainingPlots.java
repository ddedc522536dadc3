package io.millrace.launcher.report;

import io.millrace.launcher.report.History.Point;
import io.millrace.launcher.report.LinePlot.Line;
import io.millrace.spec.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the losses fell; epochs and iterations in plots of their own, since they do not compare. */
final class TrainingPlots {
  private TrainingPlots() {}

  static List<Figure> of(RunFacts run) {
    Map<String, List<Integer>> byUnit = new TreeMap<>();
    List<ModelSpec> models = run.definition().models();
    for (int i = 0; i < models.size(); i++) {
      History history = run.histories().get(models.get(i).name());
      if (history != null && !history.points().isEmpty()) {
        byUnit.computeIfAbsent(history.unit(), unit -> new ArrayList<>()).add(i);
      }
    }
    List<Figure> figures = new ArrayList<>();
    byUnit.forEach((unit, members) -> figure(run, unit, members).ifPresent(figures::add));
    return figures;
  }

  private static Optional<Figure> figure(RunFacts run, String unit, List<Integer> members) {
    List<Line> lines = new ArrayList<>();
    Table.Builder table =
        new Table.Builder("Loss by " + unit, "Model", unit, "Training loss", "Validation loss");
    for (int i : members) {
      String model = run.definition().models().get(i).name();
      List<Point> points = run.histories().get(model).points();
      lines(model, i, points, lines);
      points.forEach(
          p ->
              table.row(
                  model,
                  Integer.toString(p.at()),
                  Words.value(p.loss()),
                  p.valid() == null ? Words.NONE : Words.value(p.valid())));
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String title = "Training by " + unit;
    String id = "plot-training-" + unit;
    String svg =
        new LinePlot(unit, "Loss", lines)
            .marks()
            .whole()
            .svg(
                id,
                title,
                "Losses of each model by " + unit + ". All numbers stand in the table below.");
    return Optional.of(new Figure(id, title, svg, note(unit), table.build()));
  }

  private static void lines(String model, int style, List<Point> points, List<Line> lines) {
    List<double[]> valid =
        points.stream()
            .filter(p -> p.valid() != null && Double.isFinite(p.valid()))
            .map(p -> new double[] {p.at(), p.valid()})
            .toList();
    List<double[]> loss =
        points.stream()
            .filter(p -> Double.isFinite(p.loss()))
            .map(p -> new double[] {p.at(), p.loss()})
            .toList();
    if (!loss.isEmpty()) {
      lines.add(
          new Line(
              model + (valid.isEmpty() ? "" : ", training"),
              valid.isEmpty() ? model : "",
              style,
              !valid.isEmpty(),
              loss));
    }
    if (!valid.isEmpty()) {
      lines.add(new Line(model + ", validation", model, style, valid));
    }
  }

  private static String note(String unit) {
    return unit.equals("epoch")
        ? "The training loss (dotted) is a mean over an epoch in which the weights changed, with dropout; the validation loss is measured after it, so it may lie lower. The weights of the best epoch are shipped."
        : "The value of the objective after each iteration, with its regularisation, on the training split.";
  }
}
