package io.millrace.catalog;

import ai.onnxruntime.OnnxJavaType;

/** The three tensor types of raw columns, each with a value that means "missing". */
enum ElementType {
  /** string and boolean columns; missing is "". */
  TEXT(OnnxJavaType.STRING),
  /** int, long, float and double columns; missing is NaN. */
  NUMBER(OnnxJavaType.DOUBLE),
  /**
   * timestamp and date columns: milliseconds since 1970-01-01T00:00 on the data's own clock;
   * missing is {@link Long#MIN_VALUE}.
   */
  TIME(OnnxJavaType.INT64);

  private final OnnxJavaType onnx;

  ElementType(OnnxJavaType onnx) {
    this.onnx = onnx;
  }

  OnnxJavaType onnx() {
    return onnx;
  }

  static ElementType ofColumn(String name, String type) {
    return switch (type) {
      case "string", "boolean" -> TEXT;
      case "int", "long", "float", "double" -> NUMBER;
      case "timestamp", "date" -> TIME;
      default ->
          throw new IllegalArgumentException(
              "Cannot use signature: type of input '%s': %s (expected string, int, long, float, double, boolean, timestamp or date)."
                  .formatted(name, type));
    };
  }
}
