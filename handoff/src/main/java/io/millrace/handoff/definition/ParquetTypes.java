package io.millrace.handoff.definition;

import io.millrace.spec.table.ColumnType;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/** Which types of Parquet may become which types of a definition; values are cast row by row. */
final class ParquetTypes {
  private ParquetTypes() {}

  /** What stands there, if it can never become the declared type. */
  static Optional<String> refusal(Type type, ColumnType declared) {
    if (!type.isPrimitive()) {
      return Optional.of("nested");
    }
    if (type.getRepetition() == Repetition.REPEATED) {
      return Optional.of("a list");
    }
    PrimitiveType primitive = type.asPrimitiveType();
    LogicalTypeAnnotation annotation = primitive.getLogicalTypeAnnotation();
    if (isBytes(primitive) && !isText(annotation)) {
      boolean decimal = annotation instanceof DecimalLogicalTypeAnnotation;
      boolean refused = !decimal || declared.isTemporal();
      return refused ? Optional.of(decimal ? "a decimal" : "binary") : Optional.empty();
    }
    if (declared.isTemporal() && !isText(annotation) && !isTime(primitive, annotation)) {
      return Optional.of(name(primitive) + ", not a time");
    }
    return Optional.empty();
  }

  /** The name of a type in which two different whole numbers may be one. */
  static Optional<String> rounded(Type type) {
    PrimitiveType primitive = type.asPrimitiveType();
    PrimitiveTypeName name = primitive.getPrimitiveTypeName();
    boolean rounded = name == PrimitiveTypeName.DOUBLE || name == PrimitiveTypeName.FLOAT;
    return rounded ? Optional.of(name(primitive)) : Optional.empty();
  }

  private static String name(PrimitiveType type) {
    return type.getPrimitiveTypeName().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static boolean isBytes(PrimitiveType type) {
    PrimitiveTypeName name = type.getPrimitiveTypeName();
    return name == PrimitiveTypeName.BINARY || name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
  }

  private static boolean isText(@Nullable LogicalTypeAnnotation annotation) {
    return annotation instanceof StringLogicalTypeAnnotation
        || annotation instanceof EnumLogicalTypeAnnotation
        || annotation instanceof JsonLogicalTypeAnnotation;
  }

  private static boolean isTime(PrimitiveType type, @Nullable LogicalTypeAnnotation annotation) {
    return annotation instanceof TimestampLogicalTypeAnnotation
        || annotation instanceof DateLogicalTypeAnnotation
        || type.getPrimitiveTypeName() == PrimitiveTypeName.INT96;
  }
}
