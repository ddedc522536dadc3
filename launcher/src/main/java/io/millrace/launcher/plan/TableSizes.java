package io.millrace.launcher.plan;

import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.table.TableSpec;
import java.util.Map;

/**
 * Rows and bytes of tables before anything has run. Nobody knows how many rows a query will give:
 * it is taken to be as many as the largest table that it reads has.
 */
final class TableSizes {
  private final TableReads reads;
  private final Map<String, Long> rows;
  private final Map<String, Long> bytes;

  /**
   * @param rows of each table of files
   * @param bytes of each table's files
   */
  TableSizes(PipelineDefinition definition, Map<String, Long> rows, Map<String, Long> bytes) {
    this.reads = new TableReads(definition);
    this.rows = Map.copyOf(rows);
    this.bytes = Map.copyOf(bytes);
  }

  long rows(TableSpec table) {
    return table.derived()
        ? reads.named(table).stream().mapToLong(this::rows).max().orElse(0)
        : rows.getOrDefault(table.name(), 0L);
  }

  /** Bytes of the files that are read for this table. */
  long bytes(TableSpec table) {
    return table.derived()
        ? reads.named(table).stream().mapToLong(this::bytes).sum()
        : bytes.getOrDefault(table.name(), 0L);
  }
}
