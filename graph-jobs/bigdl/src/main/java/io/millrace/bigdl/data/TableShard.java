package io.millrace.bigdl.data;

import io.millrace.sampling.SparseRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one executor in memory, in primitive arrays: 4 bytes for a number, 1, 2 or 4 for an
 * index. Rows stand together, so that reading one at random costs few cache misses.
 */
final class TableShard extends Shard {
  private static final long serialVersionUID = 1;
  private static final int CHUNK_BITS = 16;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final ShardColumns columns;
  private final long firstRow;
  private final boolean keyed;
  private final int[] widths;
  private final int stride;
  private final List<float[]> dense = new ArrayList<>();
  private final List<byte[]> indices = new ArrayList<>();
  private final List<float[]> labels = new ArrayList<>();
  private final List<long[]> keys = new ArrayList<>();
  private final List<SparseChunks> sparse = new ArrayList<>();
  private int rows;

  /**
   * @param firstRow number of its first row among the rows of all shards
   * @param keyed whether row keys are kept
   */
  TableShard(ShardColumns columns, int partition, long firstRow, boolean keyed) {
    super(partition);
    this.columns = columns;
    this.firstRow = firstRow;
    this.keyed = keyed;
    this.widths = new int[columns.indices().size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.bytes(i);
    }
    this.stride = columns.stride();
    columns.sparse().forEach(name -> sparse.add(new SparseChunks()));
  }

  @Override
  public int size() {
    return rows;
  }

  @Override
  public int scores() {
    return rows;
  }

  @Override
  public long key(int row) {
    return keys.get(row >> CHUNK_BITS)[row & (CHUNK - 1)];
  }

  @Override
  public float label(int row) {
    return labels.get(row >> CHUNK_BITS)[row & (CHUNK - 1)];
  }

  /** Adds a row; its values are then set by number. */
  int add() {
    if (rows >> CHUNK_BITS == labels.size()) {
      dense.add(new float[CHUNK * columns.dense().size()]);
      indices.add(new byte[CHUNK * stride]);
      labels.add(new float[CHUNK]);
      if (keyed) {
        keys.add(new long[CHUNK]);
      }
    }
    return rows++;
  }

  /** Gives back the room behind the last row; no row can be added after it. */
  void trim() {
    sparse.forEach(SparseChunks::trim);
    int last = labels.size() - 1;
    int used = rows - last * CHUNK;
    if (last < 0 || used == CHUNK) {
      return;
    }
    dense.set(last, Arrays.copyOf(dense.get(last), used * columns.dense().size()));
    indices.set(last, Arrays.copyOf(indices.get(last), used * stride));
    labels.set(last, Arrays.copyOf(labels.get(last), used));
    if (keyed) {
      keys.set(last, Arrays.copyOf(keys.get(last), used));
    }
  }

  /** Adds the sparse numbers of the next row. */
  void sparse(int place, int[] rowColumns, float[] rowValues, int size) {
    sparse.get(place).add(rowColumns, rowValues, size);
  }

  void dense(int row, int place, float value) {
    dense.get(row >> CHUNK_BITS)[(row & (CHUNK - 1)) * columns.dense().size() + place] = value;
  }

  void index(int row, int place, int value) {
    byte[] chunk = indices.get(row >> CHUNK_BITS);
    int at = (row & (CHUNK - 1)) * stride;
    for (int i = 0; i < place; i++) {
      at += widths[i];
    }
    for (int b = 0; b < widths[place]; b++) {
      chunk[at + b] = (byte) (value >>> (8 * b));
    }
  }

  void label(int row, float value) {
    labels.get(row >> CHUNK_BITS)[row & (CHUNK - 1)] = value;
  }

  void key(int row, long value) {
    if (keyed) {
      keys.get(row >> CHUNK_BITS)[row & (CHUNK - 1)] = value;
    }
  }

  @Override
  public Rows room() {
    return columns.room();
  }

  @Override
  public void copy(int[] order, int from, int to, long seed, Rows into) {
    into.resize(to - from);
    sparse(order, from, to, into);
    int width = columns.dense().size();
    for (int i = from; i < to; i++) {
      int row = order == null ? i : order[i];
      int chunk = row >> CHUNK_BITS;
      int at = row & (CHUNK - 1);
      int r = i - from;
      into.labels()[r] = labels.get(chunk)[at];
      into.seed(r, Mix.of(seed + firstRow + row));
      System.arraycopy(dense.get(chunk), at * width, into.dense(), r * width, width);
      byte[] packed = indices.get(chunk);
      int p = at * stride;
      for (int k = 0; k < widths.length; k++) {
        int value = 0;
        for (int b = 0; b < widths[k]; b++) {
          value |= (packed[p++] & 0xFF) << (8 * b);
        }
        into.indices(k)[r] = value;
      }
    }
  }

  private void sparse(int[] order, int from, int to, Rows into) {
    for (int place = 0; place < sparse.size(); place++) {
      SparseChunks column = sparse.get(place);
      int entries = 0;
      for (int i = from; i < to; i++) {
        entries = Math.addExact(entries, column.size(order == null ? i : order[i]));
      }
      SparseRows rowsOf = into.sparse(place, entries);
      int at = 0;
      for (int i = from; i < to; i++) {
        rowsOf.begins()[i - from] = at;
        at = column.copy(order == null ? i : order[i], rowsOf.columns(), rowsOf.values(), at);
      }
      rowsOf.begins()[to - from] = at;
    }
  }
}
