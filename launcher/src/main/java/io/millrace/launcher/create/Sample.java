package io.millrace.launcher.create;

import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.table.TableFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table, spread over its files, column by column.
 *
 * @param csv how CSV is written; the default for other formats
 * @param rows that were looked at, without broken ones
 * @param broken rows that are no records
 * @param whole whether these are all rows
 * @param total about how many rows the files that were opened have
 * @param skipped columns that no definition can name, each with why
 */
record Sample(
    TableFormat format,
    CsvOptions csv,
    List<SampleColumn> columns,
    int rows,
    int broken,
    boolean whole,
    long total,
    List<String> skipped) {
  /** As many as tell the shape of a column; more only cost time. */
  static final int MOST_ROWS = 10_000;

  /** Files and places of one file that are read. */
  static final int PLACES = 20;

  Sample {
    columns = List.copyOf(columns);
    skipped = List.copyOf(skipped);
  }

  /** Which rows were looked at, for sentences: {@code all 120 rows}. */
  String extent() {
    return whole ? "all %,d rows".formatted(rows) : "a sample of %,d rows".formatted(rows);
  }

  Optional<SampleColumn> column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /**
   * Values of one column as text, in the order of the rows; null where missing.
   *
   * @param declared its type where the file says it, else null
   */
  record SampleColumn(String name, @Nullable ColumnType declared, List<@Nullable String> values) {}
}
