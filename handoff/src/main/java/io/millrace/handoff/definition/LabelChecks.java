package io.millrace.handoff.definition;

import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.Task;
import java.util.List;

/** Checks the label against the main table. */
final class LabelChecks {
  private final Draft draft;
  private final Problems problems;
  private final CrossChecks columns;

  LabelChecks(Draft draft, Problems problems, CrossChecks columns) {
    this.draft = draft;
    this.problems = problems;
    this.columns = columns;
  }

  void run() {
    draft.label().filter(label -> label.links() == null).ifPresent(this::label);
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
              columns.values(column, List.of("label", "positive"), label.positive());
              columns.values(column, List.of("label", "classes"), label.classes());
            });
  }
}
