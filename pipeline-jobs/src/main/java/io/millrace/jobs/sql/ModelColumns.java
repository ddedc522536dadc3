package io.millrace.jobs.sql;

import io.millrace.catalog.Signature;
import io.millrace.jobs.score.RowTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a model takes, found by name in what a query has, and compared by type. Nothing
 * is read out of a text: whoever has texts casts them, and sees what becomes of them.
 *
 * @param column gives one by the name that it has in the schema
 */
record ModelColumns(
    DeployedModels.Deployed model, StructType schema, Function<String, Column> column) {

  /**
   * The inputs in the signature's order, in the form in which {@link RowTensors} reads them.
   *
   * @throws org.apache.spark.sql.AnalysisException if one is missing or of another type
   */
  List<Column> forms() {
    List<Column> forms = new ArrayList<>();
    for (Signature.Input input : model.signature().inputs()) {
      forms.add(form(input, field(input)));
    }
    return forms;
  }

  private @Nullable StructField field(Signature.Input input) {
    boolean exact = SQLConf.get().caseSensitiveAnalysis();
    StructField found = null;
    for (StructField field : schema.fields()) {
      if (exact ? field.name().equals(input.name()) : field.name().equalsIgnoreCase(input.name())) {
        if (found != null) {
          throw wrong(input, "there are two, '%s' and '%s'".formatted(found.name(), field.name()));
        }
        found = field;
      }
    }
    if (found == null && input.required()) {
      throw wrong(input, "it is missing; there are " + Arrays.toString(schema.fieldNames()));
    }
    return found;
  }

  private Column form(Signature.Input input, @Nullable StructField field) {
    if (field != null && !fits(input.type(), field.dataType())) {
      throw wrong(input, "it is of type " + field.dataType().sql());
    }
    Column value = field == null ? functions.lit(null) : column.apply(field.name());
    return switch (input.type()) {
      case "string", "boolean" -> value.cast(DataTypes.StringType);
      case "timestamp", "date" -> value.cast(DataTypes.TimestampNTZType);
      default -> value.cast(DataTypes.DoubleType);
    };
  }

  private static boolean fits(String type, DataType found) {
    if (found instanceof NullType) {
      return true;
    }
    return switch (type) {
      case "string" -> found instanceof StringType;
      case "boolean" -> found instanceof BooleanType;
      case "date" -> found instanceof DateType;
      case "timestamp" ->
          found instanceof TimestampType
              || found instanceof TimestampNTZType
              || found instanceof DateType;
      default -> found instanceof NumericType;
    };
  }

  private RuntimeException wrong(Signature.Input input, String found) {
    return AnalysisErrors.of(
        "Cannot score with '%s' (version %d): column '%s': %s (expected one for type %s of the model's signature)."
            .formatted(
                model.reference(), model.version().version(), input.name(), found, input.type()),
        null);
  }
}
