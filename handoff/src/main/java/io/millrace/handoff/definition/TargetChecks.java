package io.millrace.handoff.definition;

import io.millrace.spec.table.Column;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.SplitSpec;
import io.millrace.spec.target.Task;
import java.util.List;

/** Checks label and split against the main table. */
final class TargetChecks {
  private final Draft draft;
  private final Problems problems;
  private final CrossChecks columns;

  TargetChecks(Draft draft, Problems problems, CrossChecks columns) {
    this.draft = draft;
    this.problems = problems;
    this.columns = columns;
  }

  void run() {
    if (draft.label().map(LabelSpec::links).isPresent()) {
      return;
    }
    draft.label().ifPresent(this::label);
    draft
        .split()
        .ifPresent(
            split -> {
              if (split instanceof SplitSpec.ByTime byTime) {
                byTime(byTime);
              } else if (split instanceof SplitSpec.ByValue byValue) {
                byValue(byValue);
              }
            });
  }

  private void label(LabelSpec label) {
    List<String> at = List.of("label", "column");
    columns
        .mainColumn(at, label.column(), "make the label")
        .ifPresent(
            column -> {
              boolean number = label.atLeast() != null || label.task() == Task.REGRESSION;
              if (number && !column.type().isNumeric()) {
                problems.add(
                    label.atLeast() == null ? at : List.of("label", "at-least"),
                    "Cannot make the label from column '%s' %s: its type is %s (expected a number).",
                    column.name(),
                    label.atLeast() == null ? "for regression" : "by at-least",
                    column.type().text());
              }
              values(column, "label", "positive", label.positive());
              values(column, "label", "classes", label.classes());
            });
  }

  private void byTime(SplitSpec.ByTime split) {
    List<String> at = List.of("split", "column");
    columns
        .mainColumn(at, split.column(), "split by time")
        .filter(column -> !column.type().isTemporal())
        .ifPresent(
            column ->
                problems.add(
                    at,
                    "Cannot split by time: column '%s' has type %s (expected timestamp or date).",
                    column.name(),
                    column.type().text()));
  }

  private void byValue(SplitSpec.ByValue split) {
    columns
        .mainColumn(List.of("split", "column"), split.column(), "split by value")
        .ifPresent(
            column -> {
              values(column, "split", "train", split.train());
              values(column, "split", "valid", split.valid());
              values(column, "split", "test", split.test());
            });
  }

  private void values(Column column, String section, String key, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!ValueText.fits(values.get(i), column.type())) {
        problems.add(
            List.of(section, key, "[" + i + "]"),
            "Cannot use '%s' in '%s.%s' (expected values of column '%s', of type %s).",
            values.get(i),
            section,
            key,
            column.name(),
            column.type().text());
      }
    }
  }
}
