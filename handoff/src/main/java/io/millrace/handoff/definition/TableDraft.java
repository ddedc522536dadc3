package io.millrace.handoff.definition;

import io.millrace.spec.table.Column;
import io.millrace.spec.table.TableSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A table as far as it could be read.
 *
 * @param columns all declared columns, the file column among them; empty for one that is declared
 *     wrongly, so that its uses are not reported as well
 * @param sql the query that makes it, if one does and could be read
 */
record TableDraft(
    String name,
    Map<String, Optional<Column>> columns,
    Optional<String> sql,
    Optional<TableSpec> spec) {
  boolean declares(String column) {
    return columns.containsKey(column);
  }

  /** The column, if it is declared and declared well. */
  Optional<Column> column(String column) {
    return columns.getOrDefault(column, Optional.empty());
  }

  Collection<String> names() {
    return columns.keySet();
  }
}
