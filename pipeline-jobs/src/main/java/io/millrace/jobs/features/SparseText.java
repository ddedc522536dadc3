package io.millrace.jobs.features;

import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows of numbers as text; {@link io.millrace.spec.feature.Transform.Sparse} says how. */
final class SparseText {
  static final String COLUMNS = "columns";
  static final String VALUES = "values";

  /** Spark makes arrays without nulls of it. */
  private static final StructType TYPE =
      new StructType()
          .add(COLUMNS, DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add(VALUES, DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /**
   * A row in memory.
   *
   * @param columns ascending
   * @param values as many
   */
  record Entries(List<Integer> columns, List<Double> values) {
    List<Float> floats(boolean normalise) {
      double sum = normalise ? values.stream().mapToDouble(Double::doubleValue).sum() : 1;
      List<Float> floats = new ArrayList<>();
      values.forEach(value -> floats.add(sum == 0 ? 0f : (float) (value / sum)));
      return floats;
    }
  }

  private SparseText() {}

  /** A struct of columns and values for a text that {@link #isSound} holds for, or null. */
  static Column parsed(Column text, int width, boolean normalise) {
    UDF1<String, Row> parse =
        value -> {
          Entries entries = parse(value, width);
          if (entries == null) {
            throw new IllegalArgumentException(
                "Cannot read '%s' as a sparse row (expected index:value ...).".formatted(value));
          }
          return RowFactory.create(entries.columns(), entries.floats(normalise));
        };
    return udf(parse, TYPE).apply(text);
  }

  /** Whether a text can be read. */
  static Column isSound(Column text, int width) {
    UDF1<String, Boolean> sound = value -> parse(value, width) != null;
    return udf(sound, DataTypes.BooleanType).apply(text);
  }

  /** Null where the text is no sparse row of this width. */
  static @Nullable Entries parse(@Nullable String text, int width) {
    List<Integer> columns = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    if (text == null || text.isEmpty()) {
      return new Entries(columns, values);
    }
    int last = -1;
    for (String entry : text.split(" ", -1)) {
      int colon = entry.indexOf(':');
      int column = colon < 1 ? -1 : column(entry.substring(0, colon), width);
      double value = colon < 1 ? Double.NaN : value(entry.substring(colon + 1));
      if (column <= last || Double.isNaN(value)) {
        return null;
      }
      last = column;
      columns.add(column);
      values.add(value);
    }
    return new Entries(columns, values);
  }

  private static int column(String text, int width) {
    if (text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int column = Integer.parseInt(text);
    return column < width ? column : -1;
  }

  /** NaN where it is no number that a float can hold. */
  private static double value(String text) {
    // Java also reads 1.5d and 0x1p3, which are no numbers in data.
    if (!text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?")) {
      return Double.NaN;
    }
    try {
      double value = Double.parseDouble(text);
      return Float.isInfinite((float) value) ? Double.NaN : value;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
