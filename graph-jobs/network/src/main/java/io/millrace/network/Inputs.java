package io.millrace.network;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.ColumnType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The raw columns as inputs of the graph. */
final class Inputs {
  private final Map<String, Column> columns = new HashMap<>();

  Inputs(Graph graph, List<Column> columns) {
    for (Column column : columns) {
      graph.input(column.name(), tensorType(column.type()));
      this.columns.put(column.name(), column);
    }
  }

  private static DataType tensorType(ColumnType type) {
    if (type.isNumeric()) {
      return DataType.DOUBLE;
    }
    return type.isTemporal() ? DataType.INT64 : DataType.STRING;
  }

  /** A double, NaN where missing. */
  String number(String feature, String column) {
    require(feature, column, type(column).isNumeric(), "a number");
    return column;
  }

  /** A whole number as a double, or a text, which is empty where missing. */
  String key(String feature, String column) {
    ColumnType type = type(column);
    boolean fits = type.isIntegral() || type == ColumnType.STRING || type == ColumnType.BOOLEAN;
    require(feature, column, fits, "string, int, long or boolean");
    return column;
  }

  String text(String feature, String column) {
    require(feature, column, type(column) == ColumnType.STRING, "string");
    return column;
  }

  /** Milliseconds, Long.MIN_VALUE where missing. */
  String time(String feature, String column) {
    require(feature, column, type(column).isTemporal(), "timestamp or date");
    return column;
  }

  boolean isIntegral(String column) {
    return type(column).isIntegral();
  }

  private ColumnType type(String column) {
    Column known = columns.get(column);
    if (known == null) {
      throw new IllegalStateException("Unknown column " + column);
    }
    return known.type();
  }

  private void require(String feature, String column, boolean fits, String expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          "Cannot export feature '%s': column '%s' has type %s (expected %s)."
              .formatted(feature, column, type(column).text(), expected));
    }
  }
}
