package io.millrace.bigdl.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A sparse column of a table in memory: the rows are added in their order. */
final class SparseChunks implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int CHUNK_BITS = 16;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int FIRST_ROOM = 1 << 10;

  private final List<int[]> begins = new ArrayList<>();
  private final List<int[]> columns = new ArrayList<>();
  private final List<float[]> values = new ArrayList<>();
  private int rows;

  /** Adds a row of {@code size} numbers. */
  void add(int[] rowColumns, float[] rowValues, int size) {
    int at = rows & (CHUNK - 1);
    if (at == 0) {
      trim();
      begins.add(new int[CHUNK + 1]);
      columns.add(new int[FIRST_ROOM]);
      values.add(new float[FIRST_ROOM]);
    }
    int last = begins.size() - 1;
    int from = begins.get(last)[at];
    int to = from + size;
    if (to > columns.get(last).length) {
      int room = Math.max(to, columns.get(last).length * 2);
      columns.set(last, Arrays.copyOf(columns.get(last), room));
      values.set(last, Arrays.copyOf(values.get(last), room));
    }
    System.arraycopy(rowColumns, 0, columns.get(last), from, size);
    System.arraycopy(rowValues, 0, values.get(last), from, size);
    begins.get(last)[at + 1] = to;
    rows++;
  }

  /** Gives back the room behind the last row. */
  void trim() {
    int last = begins.size() - 1;
    if (last < 0) {
      return;
    }
    int used = rows - last * CHUNK;
    int entries = begins.get(last)[used];
    begins.set(last, Arrays.copyOf(begins.get(last), used + 1));
    columns.set(last, Arrays.copyOf(columns.get(last), entries));
    values.set(last, Arrays.copyOf(values.get(last), entries));
  }

  /** Numbers of a row. */
  int size(int row) {
    int[] chunk = begins.get(row >> CHUNK_BITS);
    int at = row & (CHUNK - 1);
    return chunk[at + 1] - chunk[at];
  }

  /** Copies a row; gives the place behind its last number. */
  int copy(int row, int[] intoColumns, float[] intoValues, int to) {
    int chunk = row >> CHUNK_BITS;
    int from = begins.get(chunk)[row & (CHUNK - 1)];
    int size = size(row);
    System.arraycopy(columns.get(chunk), from, intoColumns, to, size);
    System.arraycopy(values.get(chunk), from, intoValues, to, size);
    return to + size;
  }
}
