package io.millrace.handoff.definition;

import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.util.List;
import java.util.Optional;

/** Checks that the parts of a definition fit each other. */
final class CrossChecks {
  private final Draft draft;
  private final Problems problems;

  CrossChecks(Draft draft, Problems problems) {
    this.draft = draft;
    this.problems = problems;
  }

  static void run(Draft draft, Problems problems) {
    CrossChecks checks = new CrossChecks(draft, problems);
    new TableChecks(draft, problems).run();
    new SourceChecks(draft, problems, checks).run();
    new LabelChecks(draft, problems, checks).run();
    new SplitChecks(draft, problems, checks).run();
    new FeatureChecks(draft, problems, checks).run();
    new SparseChecks(draft, problems).run();
    new GraphSpecChecks(draft, problems, checks).run();
    new LinkChecks(draft, problems).run();
    new ModelChecks(draft, problems, checks).run();
  }

  /**
   * The column of the main table. An unknown one is a problem at this path; nothing is said of a
   * column or table that is a problem already.
   */
  Optional<Column> mainColumn(List<String> path, String name, String doing) {
    return draft.main().flatMap(table -> column(table, path, name, doing));
  }

  Optional<Column> column(TableDraft table, List<String> path, String name, String doing) {
    if (table.columns().isEmpty()) {
      return Optional.empty();
    }
    if (!table.declares(name)) {
      problems.add(
          path,
          "Cannot %s: unknown column '%s' in table '%s' %s.",
          doing,
          name,
          table.name(),
          Nearest.expected(name, table.names()));
    }
    return table.column(name);
  }

  /** Refuses values at this path that cannot stand in the column. */
  void values(Column column, List<String> at, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!ValueText.fits(values.get(i), column.type())) {
        problems.add(
            Locations.append(at, "[" + i + "]"),
            "Cannot use '%s' in '%s' (expected values of column '%s', of type %s).",
            values.get(i),
            String.join(".", at),
            column.name(),
            column.type().text());
      }
    }
  }

  /** Whether values of the two can be equal: whole numbers are, however wide. */
  static boolean sameKind(ColumnType a, ColumnType b) {
    return a == b || (a.isIntegral() && b.isIntegral());
  }
}
