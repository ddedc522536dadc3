package io.millrace.handoff.definition;

import io.millrace.spec.table.TableSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** Collects what is wrong with one table's input; of each column only the first problem. */
final class TableReport {
  private final TableSpec table;
  private final Set<String> keys;
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  /**
   * @param keys columns that name nodes of a graph, which must never be rounded
   */
  TableReport(TableSpec table, Set<String> keys) {
    this.table = table;
    this.keys = keys;
  }

  boolean isKey(String column) {
    return keys.contains(column);
  }

  TableSpec table() {
    return table;
  }

  List<Problem> problems() {
    return List.copyOf(problems.values());
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Adds a problem of a file or of the whole table. */
  void add(String format, Object... arguments) {
    String message = message(format, arguments);
    problems.putIfAbsent(message, new Problem("", 0, key("path"), message));
  }

  /** Adds a problem of a column. */
  void addColumn(String column, String format, Object... arguments) {
    String key = key("columns." + column);
    problems.putIfAbsent(key, new Problem("", 0, key, message(format, arguments)));
  }

  /** A column that the input does not have. */
  void missing(String column, java.util.Collection<String> existing, Path file) {
    addColumn(
        column,
        "'%s' has no column '%s' %s",
        label(file),
        column,
        Nearest.expected(column, existing));
  }

  /** The path without the scheme of the local file system. */
  static String label(Path file) {
    return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
  }

  private String key(String part) {
    return "tables." + table.name() + "." + part;
  }

  private String message(String format, Object... arguments) {
    return "Cannot read table '%s': %s.".formatted(table.name(), format.formatted(arguments));
  }
}
