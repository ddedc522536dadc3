package io.millrace.jobs.evaluate;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The columns by whose values rows are measured as well. */
final class Slices {
  private static final long SMALLEST = 1000;
  private static final String POOLED = "(pooled)";
  private static final String NONE = "(none)";

  private Slices() {}

  /** Name of the column with a slice's values. */
  static String name(String slice) {
    return "slice_" + slice;
  }

  /** A slice's values, with text for rows that have none. */
  static Column value(String slice) {
    return coalesce(column(name(slice)), lit(NONE));
  }

  /**
   * The rows with one value in place of all those that few rows have. It is done before the rows
   * are counted by block and score, since there are then about as many cells as rows.
   */
  static Dataset<Row> pooled(Dataset<Row> rows, List<String> slices) {
    Dataset<Row> result = rows;
    for (String slice : slices) {
      Dataset<Row> large =
          rows.groupBy(value(slice).as("__large"))
              .agg(count(lit(1)).as("__rows"))
              .where(col("__rows").geq(SMALLEST))
              .select("__large");
      result =
          result
              .join(broadcast(large), value(slice).equalTo(col("__large")), "left_outer")
              .withColumn(
                  name(slice), when(col("__large").isNull(), POOLED).otherwise(col("__large")))
              .drop("__large");
    }
    return result;
  }
}
