package io.millrace.jobs.features;

import static io.millrace.jobs.data.Names.column;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.dayofmonth;
import static org.apache.spark.sql.functions.dayofyear;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.unix_millis;

import io.millrace.spec.feature.DatePart;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Parts of a time as whole numbers from 0; null for null. Parts of the day by plain arithmetic. */
final class DateParts {
  private static final long DAY_MS = 86_400_000;
  private static final long HOUR_MS = 3_600_000;
  private static final long MINUTE_MS = 60_000;

  private DateParts() {}

  static Column of(DataType type, String name, DatePart part) {
    Column value = column(name);
    boolean isDate = type.equals(DataTypes.DateType);
    return switch (part) {
      case HOUR -> ofDay(value, HOUR_MS);
      case MINUTE_OF_DAY -> ofDay(value, MINUTE_MS);
      case MINUTE_OF_HOUR -> pmod(ofDay(value, MINUTE_MS), lit(60));
      case WEEKDAY -> isDate ? weekday(datediff(value, epoch())) : weekday(days(value));
      case DAY_OF_MONTH -> dayofmonth(value).minus(1);
      case DAY_OF_YEAR -> dayofyear(value).minus(1);
      case MONTH -> month(value).minus(1);
    };
  }

  private static Column ofDay(Column time, long unitMs) {
    return floor(pmod(unix_millis(time), lit(DAY_MS)).divide(lit(unitMs))).cast("int");
  }

  private static Column days(Column time) {
    return floor(unix_millis(time).divide(lit(DAY_MS)));
  }

  /** The first day of 1970 was a Thursday. */
  private static Column weekday(Column days) {
    return pmod(days.plus(3), lit(7)).cast("int");
  }

  private static Column epoch() {
    return lit("1970-01-01").cast("date");
  }
}
