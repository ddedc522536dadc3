package io.millrace.jobs.data;

import io.millrace.spec.table.ColumnType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Column types in Spark's terms. */
public final class SparkTypes {
  private SparkTypes() {}

  public static DataType of(ColumnType type) {
    return switch (type) {
      case STRING -> DataTypes.StringType;
      case INT -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
      case BOOLEAN -> DataTypes.BooleanType;
      case TIMESTAMP -> DataTypes.TimestampType;
      case DATE -> DataTypes.DateType;
    };
  }

  /** The type's name in Spark SQL. */
  public static String sql(ColumnType type) {
    return of(type).sql();
  }

  /** The name of a Spark type in manifests: ours where there is one. */
  public static String text(DataType type) {
    for (ColumnType ours : ColumnType.values()) {
      if (of(ours).equals(type)) {
        return ours.text();
      }
    }
    return type.simpleString();
  }
}
