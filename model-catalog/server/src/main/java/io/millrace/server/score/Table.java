package io.millrace.server.score;

import io.millrace.catalog.Batch;
import io.millrace.catalog.Signature;
import io.millrace.server.api.ApiException;
import io.millrace.server.api.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Rows of raw columns as they came, by column: {@code double[]} of numbers, {@code long[]} of
 * times, {@code String[]} of texts and truth values. A cell that is not set is missing.
 */
final class Table {
  /** Of one request. A body of little more than brackets would else fill the memory. */
  static final int MAX_CELLS = 2_000_000;

  private static final int FIRST_ROWS = 16;

  /** As a body has it, in a rough guess. */
  private static final long BYTES_OF_CELL = 8;

  private final List<Signature.Input> inputs;
  private final Object[] columns;
  private int capacity;
  private int rows;

  /**
   * @param bodyBytes of the body that the rows come from, by which their number is guessed; -1 if
   *     it is not known
   */
  Table(Signature signature, long bodyBytes) {
    inputs = signature.inputs();
    int wide = Math.max(1, inputs.size());
    long guess = Math.min(bodyBytes / (BYTES_OF_CELL * wide), MAX_CELLS / wide);
    capacity = (int) Math.max(FIRST_ROWS, guess);
    columns = new Object[inputs.size()];
    for (int input = 0; input < columns.length; input++) {
      columns[input] = missing(inputs.get(input).type(), capacity);
    }
  }

  int rows() {
    return rows;
  }

  /** Begins the next row, all of whose cells are missing. */
  void addRow() {
    if ((rows + 1L) * Math.max(1, columns.length) > MAX_CELLS) {
      throw ApiException.of(
          ErrorCode.INVALID_PARAMETER_VALUE,
          413,
          "Cannot score more than %d rows of %d columns at once (expected at most %d values). Send them in parts."
              .formatted(rows, columns.length, MAX_CELLS),
          Map.of());
    }
    if (rows == capacity) {
      grow();
    }
    rows++;
  }

  void ensureRows(int count) {
    while (rows < count) {
      addRow();
    }
  }

  void set(int input, int row, double value) {
    ((double[]) columns[input])[row] = value;
  }

  void set(int input, int row, long millis) {
    ((long[]) columns[input])[row] = millis;
  }

  void set(int input, int row, String value) {
    ((String[]) columns[input])[row] = value;
  }

  /** One column, [rows]: a copy, in which a missing text is empty, as in a batch. */
  Object column(int input) {
    if (columns[input] instanceof double[] numbers) {
      return Arrays.copyOf(numbers, rows);
    }
    if (columns[input] instanceof long[] times) {
      return Arrays.copyOf(times, rows);
    }
    String[] texts = Arrays.copyOf((String[]) columns[input], rows);
    for (int row = 0; row < rows; row++) {
      texts[row] = texts[row] == null ? "" : texts[row];
    }
    return texts;
  }

  /** Copies rows to a batch. */
  void copy(int from, int count, Batch batch, int to) {
    for (int input = 0; input < columns.length; input++) {
      if (columns[input] instanceof double[] numbers) {
        batch.setDoubles(input, to, numbers, from, count);
      } else if (columns[input] instanceof long[] times) {
        batch.setMillis(input, to, times, from, count);
      } else if (columns[input] instanceof String[] texts) {
        batch.setStrings(input, to, texts, from, count);
      }
    }
  }

  private void grow() {
    int larger = capacity * 2;
    for (int input = 0; input < columns.length; input++) {
      Object grown = missing(inputs.get(input).type(), larger);
      System.arraycopy(columns[input], 0, grown, 0, capacity);
      columns[input] = grown;
    }
    capacity = larger;
  }

  private static Object missing(String type, int size) {
    switch (type) {
      case "string", "boolean" -> {
        return new String[size];
      }
      case "timestamp", "date" -> {
        long[] times = new long[size];
        Arrays.fill(times, Long.MIN_VALUE);
        return times;
      }
      default -> {
        double[] numbers = new double[size];
        Arrays.fill(numbers, Double.NaN);
        return numbers;
      }
    }
  }
}
