package io.millrace.bigdl.data;

import org.jspecify.annotations.Nullable;

/** The prepared columns of a sparse feature, and what they must hold. */
final class SparseNames {
  private SparseNames() {}

  static String begins(String feature) {
    return feature + "_begins";
  }

  static String columns(String feature) {
    return feature + "_columns";
  }

  static String values(String feature) {
    return feature + "_values";
  }

  /** What is wrong with the numbers of one row, with what was expected; null for nothing. */
  static @Nullable String problem(int @Nullable [] columns, float @Nullable [] values, int width) {
    if (columns == null || values == null || columns.length != values.length) {
      return "%s columns and %s values (expected as many of both)"
          .formatted(
              columns == null ? "no" : columns.length, values == null ? "no" : values.length);
    }
    return problem(columns, values, 0, columns.length, width);
  }

  /** The same for the numbers {@code from} to {@code to}. */
  static @Nullable String problem(int[] columns, float[] values, int from, int to, int width) {
    for (int i = from; i < to; i++) {
      if (columns[i] < 0 || columns[i] >= width || (i > from && columns[i] <= columns[i - 1])) {
        return "column %d behind %s (expected ascending ones from 0 to %d)"
            .formatted(columns[i], i > from ? columns[i - 1] : "none", width - 1);
      }
      if (!Float.isFinite(values[i])) {
        return "the value %s (expected a finite number)".formatted(values[i]);
      }
    }
    return null;
  }
}
