package io.millrace.jobs.clean;

import static io.millrace.jobs.data.Names.column;
import static io.millrace.jobs.data.Names.quoted;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.data.SparkTypes;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Raw values as values of a column's type; null where that loses something. */
final class Casts {
  /** Java also reads {@code 1.5d} and {@code 0x1p3}, which are no numbers in data. */
  private static final String FRACTION = "^[0-9eE+\\-.\\s]+$";

  /** Spark takes a time without a day as one of today. */
  private static final String DAY_FIRST = "^\\s*[+-]?[0-9]{4}";

  private Casts() {}

  /**
   * The value of a raw column.
   *
   * @param raw name of the raw column
   * @param from its type
   * @throws IllegalArgumentException if no value of this type can become one of the other
   */
  static org.apache.spark.sql.Column value(Column target, String raw, DataType from) {
    ColumnType to = target.type();
    DataType type = SparkTypes.of(to);
    refuseMeaningless(target, from);
    if (target.pattern() != null && from.equals(DataTypes.StringType)) {
      return expr("try_to_timestamp(%s, '%s')"
              .formatted(quoted(raw), target.pattern().replace("'", "\\'")))
          .cast(type);
    }
    if (to == ColumnType.STRING) {
      return column(raw).cast(type);
    }
    org.apache.spark.sql.Column cast =
        from.equals(type)
            ? column(raw)
            : expr("try_cast(%s AS %s)".formatted(quoted(raw), type.sql()));
    boolean text = from.equals(DataTypes.StringType);
    if (to == ColumnType.FLOAT || to == ColumnType.DOUBLE) {
      org.apache.spark.sql.Column finite = not(cast.isNaN()).and(not(isInfinite(cast)));
      return when(text ? finite.and(column(raw).rlike(FRACTION)) : finite, cast);
    }
    if (to.isIntegral() && text) {
      return coalesce(cast, withoutZeros(raw, type));
    }
    if (to.isTemporal() && text) {
      return when(column(raw).rlike(DAY_FIRST), cast);
    }
    if (to.isIntegral() && isFraction(from)) {
      return when(rint(column(raw)).equalTo(column(raw)), cast);
    }
    return cast;
  }

  /** Whether a raw value says that there is none. */
  static org.apache.spark.sql.Column missing(String raw, DataType from) {
    org.apache.spark.sql.Column value = column(raw);
    return isFraction(from) && !(from instanceof org.apache.spark.sql.types.DecimalType)
        ? value.isNull().or(value.isNaN())
        : value.isNull();
  }

  /** {@code 75.0} is how tools that know no missing whole numbers write 75. */
  private static org.apache.spark.sql.Column withoutZeros(String raw, DataType type) {
    return expr(
        "try_cast(regexp_replace(%s, '[.]0*\\\\s*$', '') AS %s)"
            .formatted(quoted(raw), type.sql()));
  }

  private static org.apache.spark.sql.Column isInfinite(org.apache.spark.sql.Column value) {
    return org.apache.spark.sql.functions.abs(value).equalTo(lit(Double.POSITIVE_INFINITY));
  }

  private static boolean isFraction(DataType type) {
    return type.equals(DataTypes.DoubleType)
        || type.equals(DataTypes.FloatType)
        || type instanceof org.apache.spark.sql.types.DecimalType;
  }

  private static void refuseMeaningless(Column target, DataType from) {
    if (!possible(target, from)) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': it has type %s (expected %s, or a type that can become it)."
              .formatted(target.name(), from.simpleString(), target.type().text()));
    }
  }

  /** Whether values of a type can become those of a column. */
  static boolean possible(Column target, DataType from) {
    boolean temporalFrom =
        from.equals(DataTypes.TimestampType)
            || from.equals(DataTypes.TimestampNTZType)
            || from.equals(DataTypes.DateType);
    boolean atomic =
        temporalFrom
            || from.equals(DataTypes.StringType)
            || from.equals(DataTypes.BooleanType)
            || from instanceof org.apache.spark.sql.types.NumericType;
    boolean fits =
        from.equals(DataTypes.StringType)
            || target.type() == ColumnType.STRING
            || temporalFrom == target.type().isTemporal();
    return atomic && fits;
  }
}
