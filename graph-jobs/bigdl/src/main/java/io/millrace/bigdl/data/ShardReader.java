package io.millrace.bigdl.data;

import io.millrace.bigdl.data.RowGroups.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Reads prepared rows from Parquet, column by column, and checks each value. */
final class ShardReader {
  static final String STEP = "features";

  private final Path folder;
  private final ShardColumns columns;
  private final @Nullable Selection selection;
  private final Configuration hadoop;

  /**
   * @param selection the rows that count, null for all
   */
  ShardReader(
      Path folder, ShardColumns columns, @Nullable Selection selection, Configuration hadoop) {
    this.folder = folder;
    this.selection = selection;
    this.columns = columns;
    this.hadoop = hadoop;
  }

  /**
   * Reads some rows.
   *
   * @param firstRow number of the first of them among the rows of all shards
   * @throws IOException if a file is damaged or lacks a column
   * @throws IllegalArgumentException if a number is not finite or an index out of range
   */
  Shard read(List<RowRange> ranges, int partition, long firstRow, boolean keyed)
      throws IOException {
    TableShard shard = new TableShard(columns, partition, firstRow, keyed);
    new RowGroups(folder, names(), selection, STEP, hadoop).read(ranges, part -> read(part, shard));
    shard.trim();
    return shard;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(columns.dense());
    names.addAll(columns.indices());
    for (String name : columns.sparse()) {
      names.add(SparseNames.columns(name));
      names.add(SparseNames.values(name));
    }
    names.add(columns.label());
    names.add(columns.key());
    return names;
  }

  private void read(Part part, TableShard shard) {
    int begin = shard.size();
    int take = part.take();
    for (int i = 0; i < take; i++) {
      shard.add();
    }
    ColumnCursor keys = new ColumnCursor(part, columns.key());
    long[] rowKeys = new long[take];
    for (int i = 0; i < take; i++) {
      rowKeys[i] = keys.next().getLong();
      shard.key(begin + i, rowKeys[i]);
      keys.consume();
    }
    Path file = part.file();
    ColumnCursor labels = new ColumnCursor(part, columns.label());
    for (int i = 0; i < take; i++) {
      shard.label(begin + i, finite(labels.next().getFloat(), columns.label(), rowKeys[i], file));
      labels.consume();
    }
    for (int place = 0; place < columns.dense().size(); place++) {
      String name = columns.dense().get(place);
      ColumnCursor cursor = new ColumnCursor(part, name);
      for (int i = 0; i < take; i++) {
        shard.dense(begin + i, place, finite(cursor.next().getFloat(), name, rowKeys[i], file));
        cursor.consume();
      }
    }
    for (int place = 0; place < columns.indices().size(); place++) {
      indices(part, shard, begin, place, rowKeys);
    }
    for (int place = 0; place < columns.sparse().size(); place++) {
      sparse(part, shard, place, rowKeys);
    }
  }

  private void indices(Part part, TableShard shard, int begin, int place, long[] rowKeys) {
    String name = columns.indices().get(place);
    int cardinality = columns.cardinalities().get(place);
    ColumnCursor cursor = new ColumnCursor(part, name);
    for (int i = 0; i < rowKeys.length; i++) {
      int value = cursor.next().getInteger();
      if (value < 0 || value >= cardinality) {
        throw new IllegalArgumentException(
            "Cannot train on '%s': index '%s' of row %d is %d (expected 0 to %d, as the feature plan says). Run the step 'features' again."
                .formatted(part.file(), name, rowKeys[i], value, cardinality - 1));
      }
      shard.index(begin + i, place, value);
      cursor.consume();
    }
  }

  private void sparse(Part part, TableShard shard, int place, long[] rowKeys) {
    String name = columns.sparse().get(place);
    ListCursor numbers = new ListCursor(part, SparseNames.columns(name), PrimitiveTypeName.INT32);
    ListCursor values = new ListCursor(part, SparseNames.values(name), PrimitiveTypeName.FLOAT);
    for (long key : rowKeys) {
      int[] rowColumns = numbers.ints();
      float[] rowValues = values.floats();
      String problem = SparseNames.problem(rowColumns, rowValues, columns.widths().get(place));
      if (problem != null) {
        throw new IllegalArgumentException(
            "Cannot train on '%s': sparse '%s' of row %d has %s. Run the step 'features' again."
                .formatted(part.file(), name, key, problem));
      }
      shard.sparse(place, rowColumns, rowValues, rowColumns.length);
    }
  }

  private static float finite(float value, String name, long key, Path file) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "Cannot train on '%s': column '%s' of row %d is %s (expected a finite number). Clean the column or impute it."
              .formatted(file, name, key, value));
    }
    return value;
  }
}
