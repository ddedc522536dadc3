package io.millrace.catalog;

import java.util.List;

/**
 * Rows to score, by column: {@code input} is the index of a column in {@link Signature#inputs()},
 * {@code row} is from 0. A cell that is not set is missing, also after {@link #score}. For one
 * thread at a time; it is reused for batch after batch and needs no closing.
 */
public final class Batch {
  private final OnnxScorer scorer;
  private final List<InputColumn> columns;
  private final int capacity;

  Batch(OnnxScorer scorer, Signature signature, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "Cannot make a batch of %d rows (expected at least 1).".formatted(capacity));
    }
    this.scorer = scorer;
    this.capacity = capacity;
    columns =
        signature.inputs().stream().map(input -> InputColumn.of(input, capacity, scorer)).toList();
  }

  /** The most rows that it holds. */
  public int capacity() {
    return capacity;
  }

  /** A missing value. */
  public void setNull(int input, int row) {
    columns.get(input).setMissing(row);
  }

  /**
   * A value of a string column. ONNX Runtime's Java binding hands text over in Java's modified
   * UTF-8, so a value with NUL or a character beyond U+FFFF is never equal to one in the model: it
   * counts as unseen.
   *
   * @throws IllegalArgumentException if the column is not one of strings or booleans
   */
  public void setString(int input, int row, String value) {
    columns.get(input).set(row, value);
  }

  /**
   * A value of a boolean column.
   *
   * @throws IllegalArgumentException if the column is not one of strings or booleans
   */
  public void setBoolean(int input, int row, boolean value) {
    columns.get(input).set(row, Boolean.toString(value));
  }

  /**
   * A value of an int, long, float or double column.
   *
   * @throws IllegalArgumentException if the column is not one of numbers
   */
  public void setDouble(int input, int row, double value) {
    columns.get(input).set(row, value);
  }

  /**
   * A value of a timestamp or date column.
   *
   * @param value milliseconds since 1970-01-01T00:00 on the data's own clock
   * @throws IllegalArgumentException if the column is not one of times
   */
  public void setMillis(int input, int row, long value) {
    columns.get(input).setMillis(row, value);
  }

  /**
   * Values of rows that follow each other; null is a missing one.
   *
   * @param values those from index {@code from} on are taken
   */
  public void setStrings(int input, int row, String[] values, int from, int count) {
    columns.get(input).set(row, values, from, count);
  }

  /**
   * Values of rows that follow each other; NaN is a missing one.
   *
   * @param values those from index {@code from} on are taken
   */
  public void setDoubles(int input, int row, double[] values, int from, int count) {
    columns.get(input).set(row, values, from, count);
  }

  /**
   * Values of rows that follow each other; {@link Long#MIN_VALUE} is a missing one.
   *
   * @param values those from index {@code from} on are taken
   */
  public void setMillis(int input, int row, long[] values, int from, int count) {
    columns.get(input).setMillis(row, values, from, count);
  }

  /**
   * Scores the first rows, and clears them.
   *
   * @throws IllegalArgumentException if there are not so many
   * @throws CatalogException if the model fails
   */
  public Scores score(int rows) {
    if (rows < 0 || rows > capacity) {
      throw new IllegalArgumentException(
          "Cannot score %d rows (expected 0 to %d, the batch's capacity)."
              .formatted(rows, capacity));
    }
    try {
      return scorer.run(columns, rows);
    } finally {
      columns.forEach(column -> column.clear(rows));
    }
  }
}
