package io.millrace.launcher.report;

import io.millrace.launcher.report.Table.Cell;
import io.millrace.spec.evaluation.MetricValue;
import io.millrace.spec.evaluation.ModelEvaluation;
import io.millrace.spec.evaluation.ModelEvaluation.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How the models do on parts of the test split. */
final class SlicePlots {
  private static final int SHOWN = 30;

  private SlicePlots() {}

  static List<Figure> of(RunFacts run) {
    Set<String> columns = new TreeSet<>();
    run.evaluations().forEach(m -> m.slices().forEach(slice -> columns.add(slice.by())));
    List<Figure> figures = new ArrayList<>();
    for (String column : columns) {
      figures.add(figure(run.evaluations(), column, figures.size() + 1));
    }
    return figures;
  }

  private static Figure figure(List<ModelEvaluation> models, String column, int number) {
    String metric = Metrics.main(models.get(0));
    Map<String, Long> rows = new LinkedHashMap<>();
    List<Map<String, Slice>> slices = new ArrayList<>();
    for (ModelEvaluation model : models) {
      Map<String, Slice> own = new HashMap<>();
      for (Slice slice : model.slices()) {
        if (slice.by().equals(column)) {
          own.put(slice.value(), slice);
          rows.put(slice.value(), slice.rows());
        }
      }
      slices.add(own);
    }
    List<String> values = ordered(rows);
    List<String> drawn = drawn(rows, values);
    List<RowPlot.Series> series = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      series.add(
          new RowPlot.Series(models.get(m).model(), m, points(slices.get(m), drawn, metric)));
    }
    String title = "By " + column;
    String id = Words.id("plot-slice", number);
    String svg =
        RowPlot.dots(
            drawn.stream().map(value -> label(value)).toList(),
            series,
            Words.metric(metric) + " with 95% interval",
            id,
            title,
            "%s of each model for each value of %s. All numbers stand in the table below."
                .formatted(Words.metric(metric), column));
    return new Figure(
        id, title, svg, note(rows, drawn), table(models, slices, values, rows, metric, column));
  }

  private static List<double[]> points(
      Map<String, Slice> slices, List<String> drawn, String metric) {
    List<double[]> points = new ArrayList<>();
    for (String value : drawn) {
      MetricValue found =
          slices.containsKey(value) ? slices.get(value).metrics().get(metric) : null;
      points.add(
          found == null || !Double.isFinite(found.value())
              ? null
              : new double[] {
                found.value(), finite(found.low(), found), finite(found.high(), found)
              });
    }
    return points;
  }

  private static double finite(double end, MetricValue value) {
    return Double.isFinite(end) ? end : value.value();
  }

  /** Numbers by value, anything else by falling rows; pooled values always stand last. */
  private static List<String> ordered(Map<String, Long> rows) {
    boolean numbers =
        rows.keySet().stream()
            .filter(v -> !isPooled(v))
            .allMatch(v -> v.matches("-?\\d+(\\.\\d+)?"));
    Comparator<String> order =
        numbers
            ? Comparator.comparingDouble(v -> isPooled(v) ? 0 : Double.parseDouble(v))
            : Comparator.comparingLong((String v) -> -rows.get(v));
    return rows.keySet().stream()
        .sorted(Comparator.comparing(SlicePlots::isPooled).thenComparing(order))
        .toList();
  }

  private static List<String> drawn(Map<String, Long> rows, List<String> values) {
    Set<String> largest =
        Set.copyOf(
            values.stream()
                .sorted(
                    Comparator.comparing((String v) -> !isPooled(v))
                        .thenComparing(v -> -rows.get(v)))
                .limit(SHOWN)
                .toList());
    return values.stream().filter(largest::contains).toList();
  }

  private static boolean isPooled(String value) {
    return value.equals("(pooled)");
  }

  private static String label(String value) {
    String shown = isPooled(value) ? "small ones, pooled" : value;
    return shown.codePointCount(0, shown.length()) > 20
        ? shown.substring(0, shown.offsetByCodePoints(0, 19)) + "…"
        : shown;
  }

  private static String note(Map<String, Long> rows, List<String> drawn) {
    String all =
        rows.size() > drawn.size()
            ? "The %d largest of %d values; the table has all. "
                .formatted(drawn.size(), rows.size())
            : "";
    return all
        + (rows.keySet().stream().anyMatch(SlicePlots::isPooled)
            ? "Values with under 1,000 scores in the test split are pooled and stand last."
            : "No value has under 1,000 scores in the test split, so none is pooled.");
  }

  private static Table table(
      List<ModelEvaluation> models,
      List<Map<String, Slice>> slices,
      List<String> values,
      Map<String, Long> rows,
      String metric,
      String column) {
    List<String> head = new ArrayList<>(List.of(column, "Rows"));
    models.forEach(model -> head.add(model.model()));
    Table.Builder table =
        new Table.Builder("%s by %s".formatted(Words.metric(metric), column), head);
    for (String value : values) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(isPooled(value) ? "small ones, pooled" : value));
      cells.add(Cell.of(Words.count(rows.get(value))));
      for (Map<String, Slice> own : slices) {
        MetricValue found = own.containsKey(value) ? own.get(value).metrics().get(metric) : null;
        cells.add(
            found == null
                ? Cell.of(Words.NONE)
                : new Cell(Words.value(found.value()), Words.interval(found), ""));
      }
      table.cells(cells);
    }
    return table.build();
  }
}
