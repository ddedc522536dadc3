package io.millrace.launcher.report;

import io.millrace.spec.evaluation.Importance;
import io.millrace.spec.evaluation.ModelEvaluation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What the models lean on: all of them in one plot, since each reads the same raw columns. */
final class ImportancePlots {
  private ImportancePlots() {}

  static List<Figure> of(RunFacts run) {
    List<ModelEvaluation> models =
        run.evaluations().stream().filter(m -> !m.importance().isEmpty()).toList();
    if (models.isEmpty()) {
      return List.of();
    }
    Set<String> columns = new LinkedHashSet<>();
    models.forEach(m -> m.importance().forEach(found -> columns.add(found.column())));
    List<String> rows =
        columns.stream()
            .sorted((a, b) -> Double.compare(most(models, b), most(models, a)))
            .toList();
    List<RowPlot.Series> series = new ArrayList<>();
    for (ModelEvaluation model : models) {
      series.add(
          new RowPlot.Series(
              model.model(),
              run.evaluations().indexOf(model),
              rows.stream().map(row -> value(model, row)).toList()));
    }
    String metric = Words.metric(models.get(0).importance().get(0).metric());
    String title = "Permutation importance";
    String measure =
        "How much worse the %s gets when a column is shuffled"
            .formatted(metric.toLowerCase(java.util.Locale.ROOT));
    return List.of(
        new Figure(
            "plot-importance",
            title,
            RowPlot.bars(
                rows,
                series,
                measure,
                "plot-importance",
                title,
                "Bars of each model for each raw column. All numbers stand in the table below."),
            note(models.get(0)),
            table(models, rows)));
  }

  private static String note(ModelEvaluation model) {
    Importance.Sample sample = model.importanceSample();
    String measured =
        sample == null
            ? ""
            : "Measured on %s of the test split, each column shuffled %s. "
                .formatted(
                    Words.counted(sample.rows(), "row"), Words.counted(sample.repeats(), "time"));
    return measured
        + "The bar is the mean, the whisker goes from the lowest to the highest repeat. It says what a model uses, not what causes the label; two columns that tell the same both show little.";
  }

  private static double most(List<ModelEvaluation> models, String column) {
    return models.stream()
        .map(model -> value(model, column))
        .filter(Objects::nonNull)
        .mapToDouble(value -> value[0])
        .max()
        .orElse(0);
  }

  private static double[] value(ModelEvaluation model, String column) {
    return model.importance().stream()
        .filter(found -> found.column().equals(column) && Double.isFinite(found.change()))
        .map(found -> new double[] {found.change(), found.low(), found.high()})
        .findFirst()
        .orElse(null);
  }

  private static Table table(List<ModelEvaluation> models, List<String> rows) {
    Table.Builder table =
        new Table.Builder(
            "Importance of columns", "Model", "Column", "Change", "Lowest", "Highest");
    for (ModelEvaluation model : models) {
      for (String row : rows) {
        double[] value = value(model, row);
        if (value != null) {
          table.row(
              model.model(),
              row,
              Words.signed(value[0]),
              Words.signed(value[1]),
              Words.signed(value[2]));
        }
      }
    }
    return table.build();
  }
}
