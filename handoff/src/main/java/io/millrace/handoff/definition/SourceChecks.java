package io.millrace.handoff.definition;

import java.util.List;

/** Checks which tables are cleaned, and the rules of each. */
final class SourceChecks {
  private final Draft draft;
  private final Problems problems;
  private final CrossChecks columns;

  SourceChecks(Draft draft, Problems problems, CrossChecks columns) {
    this.draft = draft;
    this.problems = problems;
    this.columns = columns;
  }

  void run() {
    draft.sources().forEach(this::source);
    String main = draft.clean().table();
    if (!main.isEmpty() && !draft.tables().isEmpty() && draft.main().isEmpty()) {
      unknown(List.of("clean", "table"), main, List.copyOf(draft.tables().keySet()));
    }
    draft.main().ifPresent(table -> rules(draft.clean(), table));
  }

  private void source(Draft.CleanDraft source) {
    List<String> at = List.of("clean", "sources", source.table());
    String main = draft.clean().table();
    List<String> others =
        draft.tables().keySet().stream().filter(table -> !table.equals(main)).toList();
    TableDraft table = draft.tables().get(source.table());
    if (source.table().equals(main)) {
      problems.add(
          at,
          "Cannot clean table '%s' as a source: it is the main table, whose rules stand in clean.columns %s.",
          main,
          Nearest.expected(main, others));
    } else if (table == null) {
      unknown(at, source.table(), others);
    } else {
      rules(source, table);
    }
  }

  private void rules(Draft.CleanDraft cleaned, TableDraft table) {
    new CleanChecks(draft, cleaned, table, problems, columns).run();
  }

  private void unknown(List<String> at, String table, List<String> known) {
    if (!draft.tables().isEmpty()) {
      problems.add(
          at,
          "Cannot clean table '%s': there is no such table %s.",
          table,
          Nearest.expected(table, known));
    }
  }
}
