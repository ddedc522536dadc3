package io.millrace.network;

import io.millrace.spec.feature.DatePart;
import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.table.ColumnType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the ONNX writer can express, so that a definition is refused before anything runs. */
public final class OnnxSupport {
  private static final Set<ColumnType> NUMBERS =
      EnumSet.of(ColumnType.INT, ColumnType.LONG, ColumnType.FLOAT, ColumnType.DOUBLE);
  private static final Set<ColumnType> KEYS =
      EnumSet.of(ColumnType.STRING, ColumnType.INT, ColumnType.LONG, ColumnType.BOOLEAN);
  private static final Set<ColumnType> TEXTS = EnumSet.of(ColumnType.STRING);
  private static final Set<ColumnType> TIMES = EnumSet.of(ColumnType.TIMESTAMP, ColumnType.DATE);
  private static final Set<DatePart> WITHIN_DAY =
      EnumSet.of(DatePart.MINUTE_OF_HOUR, DatePart.MINUTE_OF_DAY, DatePart.HOUR);

  private OnnxSupport() {}

  /**
   * Sentences that say why a feature cannot be computed in an ONNX file, or for a sparse one before
   * it, none if it can. Columns that are not in the map are not looked at, nor are the features
   * that a cross combines.
   */
  public static List<String> problems(FeatureSpec feature, Map<String, ColumnType> columns) {
    return feature.columns().stream()
        .filter(columns::containsKey)
        .flatMap(column -> problems(feature, column, columns.get(column)).stream())
        .toList();
  }

  private static List<String> problems(FeatureSpec feature, String column, ColumnType type) {
    Set<ColumnType> fitting = types(feature);
    if (!fitting.contains(type)) {
      String expected = fitting.stream().map(ColumnType::text).collect(Collectors.joining(" or "));
      return List.of(problem(feature, column, type, expected, advice(type)));
    }
    if (type == ColumnType.DATE && isWithinDay(feature)) {
      String advice = "A date has no time of day: use a part such as weekday or month.";
      return List.of(problem(feature, column, type, "timestamp", advice));
    }
    return List.of();
  }

  private static String problem(
      FeatureSpec feature, String column, ColumnType type, String expected, String advice) {
    return "Cannot compute %s feature '%s': column '%s' has type %s (expected %s). %s"
        .formatted(kind(feature), feature.name(), column, type.text(), expected, advice);
  }

  private static Set<ColumnType> types(FeatureSpec feature) {
    if (feature instanceof FeatureSpec.Numeric || feature instanceof FeatureSpec.Bins) {
      return NUMBERS;
    }
    if (feature instanceof FeatureSpec.Index) {
      return KEYS;
    }
    if (feature instanceof FeatureSpec.Hash || feature instanceof FeatureSpec.Sparse) {
      return TEXTS;
    }
    if (feature instanceof FeatureSpec.Part || feature instanceof FeatureSpec.Cyclic) {
      return TIMES;
    }
    throw new IllegalStateException("Unknown feature with columns " + feature.getClass());
  }

  private static boolean isWithinDay(FeatureSpec feature) {
    if (feature instanceof FeatureSpec.Part part) {
      return WITHIN_DAY.contains(part.part());
    }
    return feature instanceof FeatureSpec.Cyclic cyclic && WITHIN_DAY.contains(cyclic.part());
  }

  private static String kind(FeatureSpec feature) {
    return feature.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String advice(ColumnType type) {
    if (type.isTemporal()) {
      return "Use a part or cyclic feature for a point in time.";
    }
    if (type.isIntegral()) {
      return "Use a numeric, bins or index feature for a whole number.";
    }
    if (type.isNumeric()) {
      return "Use a numeric or bins feature for a number.";
    }
    return "Use an index feature for a category.";
  }
}
