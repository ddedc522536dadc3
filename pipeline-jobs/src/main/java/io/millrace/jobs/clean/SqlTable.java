package io.millrace.jobs.clean;

import io.millrace.jobs.data.Names;
import io.millrace.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** A table that a query makes. The query sees the tables that it is given and nothing else. */
final class SqlTable {
  /** Otherwise a query could read files that no fingerprint knows. */
  private static final String FILES = "spark.sql.runSQLOnFiles";

  private final SparkSession spark;
  private final TableSpec table;

  /** A table that the query reads by this name. */
  record View(String name, Dataset<Row> rows) {}

  SqlTable(SparkSession spark, TableSpec table) {
    this.spark = spark;
    this.table = table;
  }

  /**
   * The rows of the query, with the declared columns in any order. Nothing is evaluated.
   *
   * @throws IllegalArgumentException if Spark does not understand the query, if it would give other
   *     rows each time, or if it has other columns than those that are declared
   */
  Dataset<Row> rows(List<View> views) {
    Dataset<Row> rows = run(views);
    if (!rows.queryExecution().analyzed().deterministic()) {
      throw new IllegalArgumentException(
          "Cannot make table '%s': its SQL gives other rows each time it runs (expected a query without random numbers and generated ids). Look at 'sql' of the table."
              .formatted(table.name()));
    }
    requireDeclared(rows);
    return rows;
  }

  /** Views last no longer than it takes to resolve the query: other steps share the session. */
  private Dataset<Row> run(List<View> views) {
    spark.conf().set(FILES, false);
    try {
      for (View view : views) {
        view.rows().createOrReplaceTempView(Names.quoted(view.name()));
      }
      // Statements that change something are no queries.
      spark.sessionState().sqlParser().parseQuery(table.sql());
      return spark.sql(table.sql());
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "Cannot make table '%s': %s (expected a query in Spark SQL over other tables). Look at 'sql' of the table."
              .formatted(table.name(), firstLines(e)),
          e);
    } finally {
      views.forEach(view -> spark.catalog().dropTempView(view.name()));
      spark.conf().unset(FILES);
    }
  }

  /** Spark's message without the query's plan and stack that follow it. */
  private static String firstLines(Exception e) {
    String message = String.valueOf(e.getMessage()).strip();
    int end =
        Stream.of(";\n'", "\n\n== SQL ==", "\n== SQL ==", "\n\tat ")
            .mapToInt(message::indexOf)
            .filter(i -> i > 0)
            .min()
            .orElse(message.length());
    String text = message.substring(0, end).replaceAll("\\s+", " ").strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private void requireDeclared(Dataset<Row> rows) {
    List<String> found = List.of(rows.columns());
    List<String> problems = new ArrayList<>();
    for (var declared : table.columns()) {
      List<StructField> same =
          Stream.of(rows.schema().fields())
              .filter(f -> f.name().equalsIgnoreCase(declared.name()))
              .toList();
      if (same.size() != 1) {
        problems.add(
            "column '%s' is %s"
                .formatted(declared.name(), same.isEmpty() ? "missing" : "there twice"));
      } else if (!Casts.possible(declared, same.get(0).dataType())) {
        problems.add(
            "column '%s' has type %s, which cannot become %s"
                .formatted(
                    declared.name(),
                    same.get(0).dataType().simpleString(),
                    declared.type().text()));
      }
    }
    for (String name : found) {
      if (table.columns().stream().noneMatch(c -> c.name().equalsIgnoreCase(name))) {
        problems.add("column '%s' is not declared".formatted(name));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot make table '%s': %s (expected the declared columns %s; its SQL gives %s). Look at 'sql' and 'columns' of the table."
              .formatted(
                  table.name(),
                  String.join("; ", problems),
                  String.join(", ", table.columns().stream().map(c -> c.name()).toList()),
                  String.join(", ", found)));
    }
  }
}
