package io.millrace.jobs.clean;

import static org.apache.spark.sql.functions.lit;

import io.millrace.handoff.SqlTables;
import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.RawTable;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables of a definition as cleaning reads them: those of files as they stand, the others as
 * their SQL makes them.
 */
final class InputTables {
  private final SparkSession spark;
  private final PipelineDefinition definition;
  private final Cleaned cleaned;

  /** The cleaned rows of the sources of a definition. */
  interface Cleaned {
    /** Rows of a source with its columns and maybe others. */
    Dataset<Row> rows(String table) throws IOException;
  }

  InputTables(SparkSession spark, PipelineDefinition definition, Cleaned cleaned) {
    this.spark = spark;
    this.definition = definition;
    this.cleaned = cleaned;
  }

  /**
   * A table in the form of {@link RawTable}.
   *
   * @throws IllegalArgumentException if its SQL cannot be run or gives other columns than declared
   */
  Dataset<Row> read(TableSpec table) throws IOException {
    if (!table.derived()) {
      return RawTable.read(spark, table);
    }
    Dataset<Row> rows = new SqlTable(spark, table).rows(views(table));
    List<Column> columns = new ArrayList<>();
    table.columns().forEach(c -> columns.add(Names.column(c.name()).as(c.name())));
    columns.add(lit(null).cast("string").as(RawTable.ORIGINAL));
    columns.add(lit(null).cast("string").as(RawTable.BROKEN));
    return rows.select(columns.toArray(Column[]::new));
  }

  /** Those whose names stand in its SQL; others need not even be readable. */
  private List<SqlTable.View> views(TableSpec table) throws IOException {
    List<String> others =
        definition.tables().stream()
            .map(TableSpec::name)
            .filter(name -> !name.equals(table.name()))
            .toList();
    List<SqlTable.View> views = new ArrayList<>();
    for (String name : SqlTables.in(table.sql(), others)) {
      views.add(new SqlTable.View(name, values(definition.table(name))));
    }
    return views;
  }

  /** Typed rows: cleaned ones of a source, of others all, with null for what cannot be read. */
  Dataset<Row> values(TableSpec table) throws IOException {
    if (CleanedTables.isSource(definition, table.name())) {
      return cleaned.rows(table.name()).select(columns(table));
    }
    Dataset<Row> raw = read(table);
    Column[] values =
        table.allColumns().stream()
            .map(
                c -> Casts.value(c, c.name(), raw.schema().apply(c.name()).dataType()).as(c.name()))
            .toArray(Column[]::new);
    return raw.select(values);
  }

  private static Column[] columns(TableSpec table) {
    return table.allColumns().stream().map(c -> Names.column(c.name())).toArray(Column[]::new);
  }
}
