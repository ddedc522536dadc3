package io.millrace.launcher.report;

import io.millrace.launcher.report.Table.Cell;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.model.TrainingRuns.Run;
import io.millrace.spec.model.TrainingRuns.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The trainings of models that were trained more than once: on several splits, with several seeds.
 */
final class RunTables {
  private RunTables() {}

  /** One for each such model, in the order of the definition. */
  static List<Table> of(RunFacts run) {
    List<Table> tables = new ArrayList<>();
    for (ModelSpec model : run.definition().models()) {
      TrainingRuns runs = run.trainings().get(model.name());
      if (runs != null && runs.runs().size() > 1) {
        tables.add(table(model.name(), runs));
      }
    }
    return tables;
  }

  private static Table table(String model, TrainingRuns runs) {
    List<String> figures = runs.spread().keySet().stream().sorted(RunTables::compare).toList();
    List<String> head = new ArrayList<>(List.of("Training", "Epochs", "Best epoch"));
    figures.forEach(name -> head.add(title(name)));
    List<String> splits = runs.runs().stream().map(Run::split).distinct().toList();
    Table.Builder table =
        new Table.Builder(
            "All %d trainings of %s, with mean and standard deviation"
                .formatted(runs.runs().size(), model),
            head);
    boolean several = splits.size() > 1;
    boolean severalSeeds = runs.runs().size() > splits.size();
    for (String split : splits) {
      for (Run run : runs.runs()) {
        if (run.split().equals(split)) {
          boolean shipped = split.equals(splits.get(0)) && run.seed() == runs.chosen();
          table.cells(cells(run, several, shipped, figures));
        }
      }
      if (several && severalSeeds) {
        table.cells(spread("split " + split, runs.spreadBySplit().get(split), figures));
      }
    }
    return table.cells(spread("all", runs.spread(), figures)).build();
  }

  private static List<Cell> cells(Run run, boolean several, boolean shipped, List<String> figures) {
    String name = (several ? "split " + run.split() + ", " : "") + "seed " + run.seed();
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(name, shipped ? "shipped" : "", ""));
    cells.add(Cell.of(Integer.toString(run.epochs())));
    cells.add(Cell.of(Integer.toString(run.bestEpoch())));
    Map<String, Double> values = run.figures();
    figures.forEach(
        figure ->
            cells.add(
                Cell.of(
                    values.containsKey(figure) ? Words.value(values.get(figure)) : Words.NONE)));
    return cells;
  }

  private static List<Cell> spread(String of, Map<String, Spread> spreads, List<String> figures) {
    List<Cell> cells =
        new ArrayList<>(
            List.of(
                new Cell(of, "mean and deviation", ""), Cell.of(Words.NONE), Cell.of(Words.NONE)));
    for (String figure : figures) {
      Spread spread = spreads.get(figure);
      cells.add(
          spread == null
              ? Cell.of(Words.NONE)
              : new Cell(
                  Words.value(spread.mean()), "± " + Words.value(spread.deviation()), "best"));
    }
    return cells;
  }

  /** The validation loss, then metrics of validation, then of test. */
  private static int compare(String a, String b) {
    return String.join(" ", rank(a), a).compareTo(String.join(" ", rank(b), b));
  }

  private static String rank(String name) {
    return name.equals(TrainingRuns.LOSS) ? "0" : name.contains(".") ? "2" : "1";
  }

  private static String title(String name) {
    if (name.equals(TrainingRuns.LOSS)) {
      return "Validation loss";
    }
    int dot = name.indexOf('.');
    String metric = Words.metric(name.substring(dot + 1));
    String shown = metric.equals("RMSE") ? metric : metric.toLowerCase(Locale.ROOT);
    if (dot < 0) {
      return "Validation " + shown;
    }
    return "Test " + shown + (name.startsWith("testAtBest") ? ", best epoch" : ", last epoch");
  }
}
