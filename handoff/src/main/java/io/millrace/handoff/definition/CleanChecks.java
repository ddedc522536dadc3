package io.millrace.handoff.definition;

import io.millrace.spec.clean.Rule;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks cleaning rules against the tables. */
final class CleanChecks {
  private final Draft draft;
  private final Problems problems;
  private final CrossChecks columns;

  CleanChecks(Draft draft, Problems problems, CrossChecks columns) {
    this.draft = draft;
    this.problems = problems;
    this.columns = columns;
  }

  void run() {
    String table = draft.clean().table();
    if (!table.isEmpty() && !draft.tables().isEmpty() && draft.main().isEmpty()) {
      problems.add(
          List.of("clean", "table"),
          "Cannot clean table '%s': there is no such table %s.",
          table,
          Nearest.expected(table, draft.tables().keySet()));
    }
    draft
        .clean()
        .rules()
        .forEach(
            (name, rules) -> {
              List<String> path = List.of("clean", "columns", name);
              Optional<Column> column =
                  columns.mainColumn(path, name, "clean column '" + name + "'");
              for (Rule rule : rules) {
                column.ifPresent(c -> check(Locations.append(path, rule.kind()), c, rule));
              }
            });
    draft
        .clean()
        .duplicates()
        .ifPresent(
            duplicates -> {
              for (int i = 0; i < duplicates.columns().size(); i++) {
                columns.mainColumn(
                    List.of("clean", "duplicates", "columns", "[" + i + "]"),
                    duplicates.columns().get(i),
                    "look for duplicates");
              }
            });
  }

  private void check(List<String> path, Column column, Rule rule) {
    if (rule instanceof Rule.Range range) {
      range(path, column, range);
    } else if (rule instanceof Rule.Pattern && column.type() != ColumnType.STRING) {
      problems.add(
          path,
          "Cannot match column '%s' against a pattern: its type is %s (expected string).",
          column.name(),
          column.type().text());
    } else if (rule instanceof Rule.Allowed allowed) {
      allowed(path, column, allowed);
    } else if (rule instanceof Rule.Reference reference) {
      reference(path, column, reference);
    }
  }

  private void range(List<String> path, Column column, Rule.Range range) {
    ColumnType type = column.type();
    if (!type.isNumeric() && !type.isTemporal()) {
      problems.add(
          path,
          "Cannot check the range of column '%s': its type is %s (expected a number or a time).",
          column.name(),
          type.text());
      return;
    }
    boolean sound = end(path, column, "min", range.min()) & end(path, column, "max", range.max());
    if (sound
        && range.min() != null
        && range.max() != null
        && ValueText.after(range.min(), range.max(), type)) {
      problems.add(
          path,
          "Cannot check the range of column '%s': min %s is above max %s (expected min <= max).",
          column.name(),
          range.min(),
          range.max());
    }
  }

  private boolean end(
      List<String> path,
      Column column,
      String key,
      @org.jspecify.annotations.Nullable String text) {
    if (text == null || ValueText.fits(text, column.type())) {
      return true;
    }
    problems.add(
        Locations.append(path, key),
        "Cannot check the range of column '%s': %s is '%s' (expected a value of type %s).",
        column.name(),
        key,
        text,
        column.type().text());
    return false;
  }

  private void allowed(List<String> path, Column column, Rule.Allowed allowed) {
    for (int i = 0; i < allowed.values().size(); i++) {
      String value = allowed.values().get(i);
      if (!ValueText.fits(value, column.type())) {
        problems.add(
            Stream.concat(path.stream(), Stream.of("values", "[" + i + "]")).toList(),
            "Cannot allow '%s' in column '%s' (expected values of type %s).",
            value,
            column.name(),
            column.type().text());
      }
    }
  }

  private void reference(List<String> path, Column column, Rule.Reference reference) {
    TableDraft table = draft.tables().get(reference.table());
    if (table == null || reference.table().equals(draft.clean().table())) {
      List<String> others =
          draft.tables().keySet().stream()
              .filter(t -> !Objects.equals(t, draft.clean().table()))
              .toList();
      problems.add(
          Locations.append(path, "table"),
          "Cannot look up column '%s' in table '%s': %s %s.",
          column.name(),
          reference.table(),
          table == null ? "there is no such table" : "it is the table that is cleaned",
          Nearest.expected(reference.table(), others));
      return;
    }
    List<String> at = Locations.append(path, "column");
    columns
        .column(table, at, reference.column(), "look up column '" + column.name() + "'")
        .filter(other -> !sameKind(column.type(), other.type()))
        .ifPresent(
            other ->
                problems.add(
                    at,
                    "Cannot look up column '%s' in '%s.%s': the types are %s and %s (expected the same).",
                    column.name(),
                    table.name(),
                    other.name(),
                    column.type().text(),
                    other.type().text()));
  }

  private static boolean sameKind(ColumnType a, ColumnType b) {
    return a == b || (a.isIntegral() && b.isIntegral());
  }
}
