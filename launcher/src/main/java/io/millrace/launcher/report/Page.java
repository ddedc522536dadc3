package io.millrace.launcher.report;

import io.millrace.spec.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the template shows, as texts and tables.
 *
 * @param models null where none was measured
 */
record Page(
    String language,
    String css,
    String began,
    Head head,
    DataView data,
    List<ColumnView> columns,
    @Nullable ModelsView models,
    List<Figure> training,
    List<Table> trainings,
    List<Figure> curves,
    String noCurves,
    List<Figure> slices,
    List<Figure> importance,
    String noImportance,
    Table steps,
    Lineage lineage) {

  /** A line of the table of contents. */
  record Entry(String id, String title) {}

  static Page of(RunFacts run, String css) {
    boolean measured = !run.evaluations().isEmpty();
    return new Page(
        "en",
        css,
        Words.began(run.plan().runId()),
        Head.of(run),
        DataView.of(run),
        ColumnView.of(run),
        measured ? ModelsView.of(run) : null,
        TrainingPlots.of(run),
        RunTables.of(run),
        CurvePlots.of(run),
        noCurves(run),
        SlicePlots.of(run),
        ImportancePlots.of(run),
        noImportance(run),
        StepsView.of(run),
        Lineage.of(run));
  }

  private static String noCurves(RunFacts run) {
    if (run.evaluations().isEmpty()) {
      return "No model was measured, so there are no curves.";
    }
    if (!Head.isBinary(run)) {
      return "ROC and precision-recall curves belong to a label with two classes; this one is "
          + (run.evaluations().get(0).metrics().containsKey("rmse")
              ? "a number."
              : "one of several classes.");
    }
    return run.evaluations().stream().allMatch(m -> m.curves().isEmpty())
        ? "This run kept no points of ROC and precision-recall curves."
        : "";
  }

  private static String noImportance(RunFacts run) {
    if (run.evaluations().stream().anyMatch(m -> !m.importance().isEmpty())) {
      return "";
    }
    boolean overGraphs = run.definition().models().stream().anyMatch(ModelSpec::overGraphs);
    return overGraphs && !run.evaluations().isEmpty()
        ? "The importance of columns is not measured for models over graphs: a score depends on the columns of other nodes as well."
        : "The importance of columns was not measured.";
  }

  List<Entry> contents() {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("data", "Data"));
    entries.add(new Entry("columns", "Columns"));
    entries.add(new Entry("models", "Models"));
    entries.add(new Entry("training", "Training"));
    entries.add(new Entry("curves", "Curves"));
    entries.add(new Entry("slices", "Slices"));
    entries.add(new Entry("importance", "Importance"));
    entries.add(new Entry("steps", "Steps"));
    entries.add(new Entry("lineage", "Lineage"));
    return entries;
  }
}
