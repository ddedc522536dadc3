package io.millrace.spec.table;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An input table: where it lies, how it is written, what its columns are.
 *
 * @param paths files or folders, on any Hadoop file system; read as one table
 * @param fileColumn name of an added string column that holds the name of the file (without its
 *     folder) that a row came from, null for none
 * @param columns the columns that are read, in the order of the file where a CSV has no header
 */
public record TableSpec(
    String name,
    List<String> paths,
    TableFormat format,
    CsvOptions csv,
    @Nullable String fileColumn,
    List<Column> columns) {
  public TableSpec {
    paths = List.copyOf(paths);
    columns = List.copyOf(columns);
    if (paths.isEmpty() || columns.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot read table '%s': it has %d paths and %d columns (expected at least one of each)."
              .formatted(name, paths.size(), columns.size()));
    }
    Set<String> seen = new HashSet<>();
    for (Column column : columns) {
      if (!seen.add(column.name()) || column.name().equals(fileColumn)) {
        throw new IllegalArgumentException(
            "Cannot read table '%s': column '%s' is named twice.".formatted(name, column.name()));
      }
    }
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
