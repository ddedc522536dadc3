package io.millrace.jobs.neighbourhoods;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows as Spark keeps them. Its public rows hold an object for each number of an array, and an
 * example has thousands of them.
 */
final class InternalRows {
  private InternalRows() {}

  /** The rows of a query; each is valid until the next of its task. */
  static JavaRDD<InternalRow> of(Dataset<Row> rows) {
    return rows.queryExecution().toRdd().toJavaRDD();
  }

  static Dataset<Row> dataset(SparkSession spark, JavaRDD<InternalRow> rows, StructType schema) {
    return spark.internalCreateDataFrame(rows.rdd(), schema, false);
  }

  static InternalRow row(Object... values) {
    return new GenericInternalRow(values);
  }

  static UnsafeArrayData array(long[] values) {
    return UnsafeArrayData.fromPrimitiveArray(values);
  }

  static UnsafeArrayData array(int[] values) {
    return UnsafeArrayData.fromPrimitiveArray(values);
  }

  static @Nullable UnsafeArrayData array(float @Nullable [] values) {
    return values == null ? null : UnsafeArrayData.fromPrimitiveArray(values);
  }
}
