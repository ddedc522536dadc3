package io.millrace.handoff.definition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the query of a table that SQL makes: {@code sql}, or the file that {@code sql-file} names.
 */
final class SqlReader {
  private static final String SQL = "sql";
  private static final String FILE = "sql-file";

  private SqlReader() {}

  /** Whether this table is made by SQL. */
  static boolean makes(Section table) {
    boolean text = table.has(SQL);
    boolean file = table.has(FILE);
    return text || file;
  }

  /** The query; empty, with a problem, where there is none. */
  static Optional<String> read(Section table) {
    Optional<String> text = table.has(SQL) ? table.need(SQL, Kind.TEXT) : Optional.empty();
    if (!table.has(FILE)) {
      return text.flatMap(query -> notEmpty(table, SQL, query));
    }
    if (table.has(SQL)) {
      table.problem(
          List.of(FILE),
          "Cannot make table '%s': it has both sql and sql-file (expected one of them).",
          table.name());
      return Optional.empty();
    }
    return table
        .need(FILE, Kind.TEXT)
        .flatMap(name -> file(table, name))
        .flatMap(query -> notEmpty(table, FILE, query));
  }

  /**
   * Beside the file that names it, as an include; beside the definition where {@code --set} does.
   */
  private static Optional<String> file(Section table, String name) {
    DefinitionSource source = table.problems().source();
    String named = source.locations().of(Locations.append(table.path(), FILE)).file();
    Path beside = Path.of(named.startsWith(Overrides.ORIGIN) ? source.file() : named);
    Path file = beside.resolveSibling(name);
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      table.problem(
          List.of(FILE),
          "Cannot make table '%s': the file '%s' cannot be read: %s (expected a query in Spark SQL, as UTF-8).",
          table.name(),
          file,
          Files.exists(file) ? TableLook.text(e) : "there is no such file");
      return Optional.empty();
    }
  }

  private static Optional<String> notEmpty(Section table, String key, String query) {
    if (query.isBlank()) {
      table.problem(
          List.of(key),
          "Cannot make table '%s': its SQL is empty (expected a query).",
          table.name());
      return Optional.empty();
    }
    return Optional.of(query.strip());
  }
}
