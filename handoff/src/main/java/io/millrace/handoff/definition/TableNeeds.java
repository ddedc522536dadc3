package io.millrace.handoff.definition;

import io.millrace.handoff.SqlTables;
import io.millrace.spec.clean.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What must be there before a table can be read: the tables that its SQL names, and for one that is
 * cleaned as a source those that its rules look up.
 */
final class TableNeeds {
  private final Draft draft;
  private final Map<String, Draft.CleanDraft> sources;

  TableNeeds(Draft draft) {
    this.draft = draft;
    this.sources =
        draft.sources().stream()
            .collect(Collectors.toMap(Draft.CleanDraft::table, Function.identity()));
  }

  /** Whether a table needs another one, at once or through others; not itself without a reason. */
  boolean needs(TableDraft table, TableDraft other) {
    Set<String> seen = new LinkedHashSet<>();
    follow(table.name(), seen);
    seen.remove(table.name());
    return seen.contains(other.name());
  }

  /** The sources in the order of the file, but each behind those that it needs. */
  List<Draft.CleanDraft> inOrder() {
    Set<String> before = new LinkedHashSet<>();
    draft.sources().forEach(source -> follow(source.table(), before));
    return before.stream().filter(sources::containsKey).map(sources::get).toList();
  }

  /** Adds the tables that this one needs, then itself. */
  private void follow(String table, Set<String> before) {
    follow(table, before, new ArrayList<>());
  }

  private void follow(String table, Set<String> before, List<String> open) {
    if (before.contains(table) || open.contains(table)) {
      return;
    }
    open.add(table);
    named(table).forEach(named -> follow(named, before, open));
    before.add(table);
  }

  private List<String> named(String table) {
    List<String> named = new ArrayList<>();
    TableDraft draftOf = draft.tables().get(table);
    if (draftOf != null && draftOf.sql().isPresent()) {
      named.addAll(SqlTables.in(draftOf.sql().get(), draft.tables().keySet()));
    }
    Draft.CleanDraft cleaned = sources.get(table);
    if (cleaned != null) {
      cleaned.rules().values().stream()
          .flatMap(List::stream)
          .filter(Rule.Reference.class::isInstance)
          .forEach(rule -> named.add(((Rule.Reference) rule).table()));
    }
    return named;
  }
}
