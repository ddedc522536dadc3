package io.millrace.catalog;

import java.util.Map;

/** The outputs of one batch, copied to the heap: it needs no closing and outlives the batch. */
public final class Scores {
  private final int rows;
  private final Map<String, Object> columns;

  /** Columns are float[] or String[] of {@code rows} elements each. */
  Scores(int rows, Map<String, Object> columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** How many rows were scored. */
  public int rows() {
    return rows;
  }

  /**
   * A float output, [rows]; not a copy.
   *
   * @throws IllegalArgumentException if there is no such output
   */
  public float[] floats(String output) {
    if (columns.get(output) instanceof float[] values) {
      return values;
    }
    throw unknown(output, "float");
  }

  /**
   * A string output, [rows]; not a copy.
   *
   * @throws IllegalArgumentException if there is no such output
   */
  public String[] strings(String output) {
    if (columns.get(output) instanceof String[] values) {
      return values;
    }
    throw unknown(output, "string");
  }

  private IllegalArgumentException unknown(String output, String type) {
    return new IllegalArgumentException(
        "Cannot read %s output '%s': the model has no such output (expected one of %s)."
            .formatted(type, output, columns.keySet().stream().sorted().toList()));
  }
}
