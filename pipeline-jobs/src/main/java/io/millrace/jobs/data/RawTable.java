package io.millrace.jobs.data;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.spec.table.Column;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An input table as it stands: declared columns by name (text for CSV and JSON, typed for Parquet
 * and ORC), the original line (null for typed formats) and why the line is broken (null if it is
 * not).
 */
public final class RawTable {
  public static final String ORIGINAL = "__original";
  public static final String BROKEN = "__broken";

  /** Why a line can be broken, in the order in which it is looked at. */
  public static final List<String> LINE_CHECKS =
      List.of("nul-character", "unbalanced-quote", "not-a-record");

  private RawTable() {}

  /** Reads a table of files. Nothing is evaluated yet, but for headers. */
  public static Dataset<Row> read(SparkSession spark, TableSpec table) throws IOException {
    return switch (table.format()) {
      case CSV -> CsvTable.read(spark, table);
      case JSON -> json(spark, table);
      case PARQUET -> typed(spark, table, "parquet");
      case ORC -> typed(spark, table, "orc");
    };
  }

  /** Whether rows come from lines of text. */
  public static boolean isText(TableSpec table) {
    return !table.derived()
        && switch (table.format()) {
          case CSV, JSON -> true;
          case PARQUET, ORC -> false;
        };
  }

  private static Dataset<Row> typed(SparkSession spark, TableSpec table, String format)
      throws IOException {
    Dataset<Row> rows = load(spark.read().format(format), table);
    requireColumns(table, List.of(rows.columns()));
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (Column declared : table.columns()) {
      columns.add(column(declared.name()));
    }
    addFileName(table, columns);
    columns.add(lit(null).cast("string").as(ORIGINAL));
    columns.add(lit(null).cast("string").as(BROKEN));
    return rows.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** Reads the schema from the files, of which any may be broken. */
  private static Dataset<Row> load(DataFrameReader reader, TableSpec table) throws IOException {
    try {
      return reader.load(table.paths().toArray(String[]::new));
    } catch (Exception e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new IOException(
          "Cannot read table '%s' from %s: %s".formatted(table.name(), table.paths(), root), e);
    }
  }

  /** Names are told apart as Spark tells them: upper and lower case are one. */
  static void requireColumns(TableSpec table, List<String> found) {
    for (Column declared : table.columns()) {
      if (found.stream().noneMatch(declared.name()::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "Cannot read table '%s': column '%s' is missing in %s (expected it among %s)."
                .formatted(table.name(), declared.name(), table.paths(), String.join(", ", found)));
      }
    }
  }

  private static Dataset<Row> json(SparkSession spark, TableSpec table) {
    List<String> fields = new ArrayList<>();
    table.columns().forEach(c -> fields.add(Names.quoted(c.name()) + " STRING"));
    fields.add("__corrupt STRING");
    Dataset<Row> lines =
        spark
            .read()
            .text(table.paths().toArray(String[]::new))
            .select(col("value").as(ORIGINAL), col("_metadata.file_name").as("__file"))
            .where("trim(" + ORIGINAL + ") <> ''")
            .withColumn(
                "__fields",
                from_json(
                    col(ORIGINAL),
                    lit(String.join(", ", fields)),
                    Map.of("mode", "PERMISSIVE", "columnNameOfCorruptRecord", "__corrupt")));
    return lines.select(fields(table, lit(null).cast("boolean")));
  }

  /** The parsed fields of lines in {@code __fields}, with the reasons why a line is broken. */
  static org.apache.spark.sql.Column[] fields(
      TableSpec table, org.apache.spark.sql.Column unbalancedQuote) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (Column declared : table.columns()) {
      columns.add(col("__fields").getField(declared.name()).as(declared.name()));
    }
    addFileName(table, columns);
    columns.add(col(ORIGINAL));
    columns.add(
        when(col(ORIGINAL).contains("\u0000"), lit(LINE_CHECKS.get(0)))
            .when(unbalancedQuote, lit(LINE_CHECKS.get(1)))
            .when(
                col("__fields").isNull().or(col("__fields.__corrupt").isNotNull()),
                lit(LINE_CHECKS.get(2)))
            .as(BROKEN));
    return columns.toArray(org.apache.spark.sql.Column[]::new);
  }

  private static void addFileName(TableSpec table, List<org.apache.spark.sql.Column> columns) {
    if (table.fileColumn() != null) {
      String source = isText(table) ? "__file" : "_metadata.file_name";
      columns.add(col(source).as(table.fileColumn()));
    }
  }
}
