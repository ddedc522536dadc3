package io.millrace.jobs.score;

import static io.millrace.jobs.data.Names.quoted;
import static org.apache.spark.sql.functions.expr;

import io.millrace.catalog.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The columns that a model takes, as its signature types them. */
final class TypedColumns {
  private TypedColumns() {}

  /**
   * The signature's columns in its order; what cannot be read as their type is missing.
   *
   * @throws IllegalArgumentException if the rows lack one
   */
  static List<Column> of(Dataset<Row> rows, Signature signature) {
    List<Column> typed = new ArrayList<>();
    for (Signature.Input input : signature.inputs()) {
      require(rows, input.name(), signature.inputs());
      typed.add(expr(cast(input)).as(input.name()));
    }
    return typed;
  }

  /**
   * @param expected all that the model takes, for the message
   * @throws IllegalArgumentException if the rows lack the column
   */
  static void require(Dataset<Row> rows, String column, Object expected) {
    List<String> names = List.of(rows.columns());
    if (!names.contains(column)) {
      throw new IllegalArgumentException(
          "Cannot score: column '%s' is missing (expected %s; found %s)."
              .formatted(column, expected, names));
    }
  }

  /** How many values cannot be read as the type of their column, for columns that have such. */
  static Map<String, Long> lost(Dataset<Row> rows, Signature signature) {
    List<Column> lost = new ArrayList<>();
    for (Signature.Input input : signature.inputs()) {
      String type = rows.schema().apply(input.name()).dataType().sql();
      if (!type.equals(RowTensors.sqlType(input))) {
        lost.add(
            expr("count_if(%s is not null and %s is null)"
                    .formatted(quoted(input.name()), cast(input)))
                .as(input.name()));
      }
    }
    Map<String, Long> found = new TreeMap<>();
    if (!lost.isEmpty()) {
      Row counts =
          rows.select(rows.col("*"))
              .agg(lost.get(0), lost.subList(1, lost.size()).toArray(Column[]::new))
              .first();
      for (int i = 0; i < counts.size(); i++) {
        if (counts.getLong(i) > 0) {
          found.put(counts.schema().fieldNames()[i], counts.getLong(i));
        }
      }
    }
    return found;
  }

  private static String cast(Signature.Input input) {
    return "try_cast(%s as %s)".formatted(quoted(input.name()), RowTensors.sqlType(input));
  }
}
