package io.millrace.handoff.definition;

import io.millrace.spec.clean.Rule;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the cleaning rules of one table against the tables. */
final class CleanChecks {
  private final Draft draft;
  private final Draft.CleanDraft clean;
  private final TableDraft table;
  private final Problems problems;
  private final CrossChecks columns;

  CleanChecks(
      Draft draft,
      Draft.CleanDraft clean,
      TableDraft table,
      Problems problems,
      CrossChecks columns) {
    this.draft = draft;
    this.clean = clean;
    this.table = table;
    this.problems = problems;
    this.columns = columns;
  }

  void run() {
    clean
        .rules()
        .forEach(
            (name, rules) -> {
              List<String> path = at("columns", name);
              Optional<Column> column =
                  columns.column(table, path, name, "clean column '" + name + "'");
              for (Rule rule : rules) {
                column.ifPresent(c -> check(Locations.append(path, rule.kind()), c, rule));
              }
            });
    clean
        .duplicates()
        .ifPresent(
            duplicates -> {
              for (int i = 0; i < duplicates.columns().size(); i++) {
                columns.column(
                    table,
                    at("duplicates", "columns", "[" + i + "]"),
                    duplicates.columns().get(i),
                    "look for duplicates");
              }
            });
  }

  private List<String> at(String... below) {
    return Stream.concat(clean.at().stream(), Stream.of(below)).toList();
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
    TableDraft other = draft.tables().get(reference.table());
    List<String> at = Locations.append(path, "table");
    if (other == null || reference.table().equals(table.name())) {
      List<String> others =
          draft.tables().keySet().stream().filter(t -> !t.equals(table.name())).toList();
      problems.add(
          at,
          "Cannot look up column '%s' in table '%s': %s %s.",
          column.name(),
          reference.table(),
          other == null ? "there is no such table" : "it is the table that is cleaned",
          Nearest.expected(reference.table(), others));
      return;
    }
    if (draft.sources().contains(clean) && new TableNeeds(draft).needs(other, table)) {
      problems.add(
          at,
          "Cannot look up column '%s' in table '%s': that table is only there when '%s' is cleaned (expected one that can be made before).",
          column.name(),
          other.name(),
          table.name());
    }
    column(path, column, other, reference.column());
  }

  private void column(List<String> path, Column column, TableDraft other, String looked) {
    List<String> at = Locations.append(path, "column");
    columns
        .column(other, at, looked, "look up column '" + column.name() + "'")
        .filter(found -> !CrossChecks.sameKind(column.type(), found.type()))
        .ifPresent(
            found ->
                problems.add(
                    at,
                    "Cannot look up column '%s' in '%s.%s': the types are %s and %s (expected the same).",
                    column.name(),
                    other.name(),
                    found.name(),
                    column.type().text(),
                    found.type().text()));
  }
}
