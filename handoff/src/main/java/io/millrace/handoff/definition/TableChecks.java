package io.millrace.handoff.definition;

import io.millrace.handoff.SqlTables;
import java.util.List;

/** Checks that tables by SQL can be made one after the other. */
final class TableChecks {
  private final Draft draft;
  private final Problems problems;

  TableChecks(Draft draft, Problems problems) {
    this.draft = draft;
    this.problems = problems;
  }

  void run() {
    draft.tables().values().forEach(table -> table.sql().ifPresent(sql -> derived(table, sql)));
  }

  private void derived(TableDraft table, String sql) {
    List<String> names = List.copyOf(draft.tables().keySet());
    for (String name : SqlTables.in(sql, names)) {
      boolean itself = name.equals(table.name());
      boolean below =
          draft.tables().get(name).sql().isPresent()
              && names.indexOf(name) > names.indexOf(table.name());
      if (itself || below) {
        problems.add(
            at(table),
            "Cannot make table '%s': its SQL reads %s (expected tables of files, or tables by SQL that stand above it).",
            table.name(),
            itself ? "the table itself" : "'" + name + "', which SQL makes below it");
      }
    }
  }

  private List<String> at(TableDraft table) {
    List<String> section = List.of("tables", table.name());
    List<String> file = Locations.append(section, "sql-file");
    boolean inFile = problems.source().root().toConfig().hasPath(path(file));
    return inFile ? file : Locations.append(section, "sql");
  }

  private static String path(List<String> keys) {
    return com.typesafe.config.ConfigUtil.joinPath(keys);
  }
}
