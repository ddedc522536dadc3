package io.millrace.spec.table;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table: where it lies, how it is written, what its columns are; or the SQL that makes it from
 * other tables.
 *
 * @param paths files or folders, on any Hadoop file system; read as one table. Empty where SQL
 *     makes it
 * @param fileColumn name of an added string column that holds the name of the file (without its
 *     folder) that a row came from, null for none
 * @param columns the columns that are read, in the order of the file where a CSV has no header
 * @param sql a query in Spark SQL over other tables by their names, which gives these columns; null
 *     for a table of files
 */
public record TableSpec(
    String name,
    List<String> paths,
    TableFormat format,
    CsvOptions csv,
    @Nullable String fileColumn,
    List<Column> columns,
    @Nullable String sql) {
  public TableSpec {
    paths = List.copyOf(paths);
    columns = List.copyOf(columns);
    if (paths.isEmpty() != (sql != null) || columns.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot read table '%s': it has %d paths, %s and %d columns (expected paths or SQL, and columns)."
              .formatted(name, paths.size(), sql == null ? "no SQL" : "SQL", columns.size()));
    }
    Set<String> seen = new HashSet<>();
    for (Column column : columns) {
      if (!seen.add(column.name()) || column.name().equals(fileColumn)) {
        throw new IllegalArgumentException(
            "Cannot read table '%s': column '%s' is named twice.".formatted(name, column.name()));
      }
    }
  }

  /** A table of files. */
  public TableSpec(
      String name,
      List<String> paths,
      TableFormat format,
      CsvOptions csv,
      @Nullable String fileColumn,
      List<Column> columns) {
    this(name, paths, format, csv, fileColumn, columns, null);
  }

  /** Whether SQL makes it from other tables. */
  public boolean derived() {
    return sql != null;
  }

  /** The column of this name, the added file column among them. */
  public Optional<Column> column(String columnName) {
    if (columnName.equals(fileColumn)) {
      return Optional.of(new Column(columnName, ColumnType.STRING));
    }
    return columns.stream().filter(c -> c.name().equals(columnName)).findFirst();
  }

  /** All columns in order, the added file column last. */
  public List<Column> allColumns() {
    if (fileColumn == null) {
      return columns;
    }
    return java.util.stream.Stream.concat(
            columns.stream(), java.util.stream.Stream.of(new Column(fileColumn, ColumnType.STRING)))
        .toList();
  }
}
