package io.millrace.launcher.create;

import io.millrace.handoff.ParquetTimes;
import io.millrace.spec.table.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.JulianFields;
import java.util.Locale;
import java.util.Optional;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Types and values of Parquet as a definition has them. */
final class ParquetValues {
  private ParquetValues() {}

  /** The type that a definition gives such a column; empty where it has none. */
  static Optional<ColumnType> type(PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    boolean decimal = meaning instanceof DecimalLogicalTypeAnnotation;
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Optional.of(ColumnType.BOOLEAN);
      case FLOAT -> Optional.of(ColumnType.FLOAT);
      case DOUBLE -> Optional.of(ColumnType.DOUBLE);
      case INT96 -> Optional.of(ColumnType.TIMESTAMP);
      case INT32 -> whole(meaning, ColumnType.INT);
      case INT64 -> whole(meaning, ColumnType.LONG);
      case FIXED_LEN_BYTE_ARRAY -> decimal ? Optional.of(ColumnType.DOUBLE) : Optional.empty();
      case BINARY ->
          decimal
              ? Optional.of(ColumnType.DOUBLE)
              : Optional.of(ColumnType.STRING).filter(t -> isText(meaning));
    };
  }

  private static Optional<ColumnType> whole(
      @Nullable LogicalTypeAnnotation meaning, ColumnType plain) {
    if (meaning == null || meaning instanceof IntLogicalTypeAnnotation) {
      return Optional.of(plain);
    }
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return Optional.of(ColumnType.DATE);
    }
    if (meaning instanceof TimestampLogicalTypeAnnotation) {
      return Optional.of(ColumnType.TIMESTAMP);
    }
    return meaning instanceof DecimalLogicalTypeAnnotation
        ? Optional.of(ColumnType.DOUBLE)
        : Optional.empty();
  }

  private static boolean isText(@Nullable LogicalTypeAnnotation meaning) {
    return meaning instanceof StringLogicalTypeAnnotation
        || meaning instanceof EnumLogicalTypeAnnotation;
  }

  /** A type that has no place in a definition, for messages. */
  static String describe(Type type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return meaning == null
        ? type.asPrimitiveType().getPrimitiveTypeName().name().toLowerCase(Locale.ROOT)
        : meaning.toString().toLowerCase(Locale.ROOT);
  }

  /** The current value as text; null for a number that is none. */
  static @Nullable String text(ColumnReader column, PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Boolean.toString(column.getBoolean());
      case FLOAT -> finite(column.getFloat(), Float.toString(column.getFloat()));
      case DOUBLE -> finite(column.getDouble(), Double.toString(column.getDouble()));
      case INT32 -> whole(column.getInteger(), meaning);
      case INT64 -> whole(column.getLong(), meaning);
      case INT96 -> nanoTime(NanoTime.fromBinary(column.getBinary()));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          meaning instanceof DecimalLogicalTypeAnnotation decimal
              ? new BigDecimal(new BigInteger(column.getBinary().getBytes()), decimal.getScale())
                  .toPlainString()
              : column.getBinary().toStringUsingUTF8();
    };
  }

  private static @Nullable String finite(double value, String text) {
    return Double.isFinite(value) ? text : null;
  }

  private static String whole(long value, @Nullable LogicalTypeAnnotation meaning) {
    if (meaning instanceof TimestampLogicalTypeAnnotation time) {
      return ParquetTimes.local(value, time).toString();
    }
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value).toString();
    }
    return meaning instanceof DecimalLogicalTypeAnnotation decimal
        ? BigDecimal.valueOf(value, decimal.getScale()).toPlainString()
        : Long.toString(value);
  }

  private static String nanoTime(NanoTime time) {
    return LocalDate.EPOCH
        .with(JulianFields.JULIAN_DAY, time.getJulianDay())
        .atStartOfDay()
        .plusNanos(time.getTimeOfDayNanos())
        .toString();
  }
}
