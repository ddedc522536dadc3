package io.millrace.server.score;

import io.millrace.catalog.Batch;
import io.millrace.catalog.Signature;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of raw columns as they came, by column: {@code double[]} of numbers, {@code long[]} of
 * times, {@code String[]} of texts and truth values. A cell that is not set is missing.
 */
final class Table {
  private static final int FIRST_ROWS = 16;

  private final List<Signature.Input> inputs;
  private final Object[] columns;
  private int capacity = FIRST_ROWS;
  private int rows;

  Table(Signature signature) {
    inputs = signature.inputs();
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

  /** Copies rows to a batch. */
  void copy(int from, int count, Batch batch, int to) {
    for (int input = 0; input < columns.length; input++) {
      if (columns[input] instanceof double[] numbers) {
        for (int i = 0; i < count; i++) {
          batch.setDouble(input, to + i, numbers[from + i]);
        }
      } else if (columns[input] instanceof long[] times) {
        for (int i = 0; i < count; i++) {
          batch.setMillis(input, to + i, times[from + i]);
        }
      } else if (columns[input] instanceof String[] texts) {
        for (int i = 0; i < count; i++) {
          copy(texts[from + i], batch, input, to + i);
        }
      }
    }
  }

  private static void copy(@Nullable String text, Batch batch, int input, int row) {
    if (text == null) {
      batch.setNull(input, row);
    } else {
      batch.setString(input, row, text);
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
