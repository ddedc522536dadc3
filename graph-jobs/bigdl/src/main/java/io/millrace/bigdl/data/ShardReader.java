package io.millrace.bigdl.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads prepared rows from Parquet, column by column, and checks each value. */
public final class ShardReader {
  private final Path folder;
  private final ShardColumns columns;
  private final Configuration hadoop;

  public ShardReader(Path folder, ShardColumns columns, Configuration hadoop) {
    this.folder = folder;
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
  public Shard read(List<RowRange> ranges, int partition, long firstRow, boolean keyed)
      throws IOException {
    Shard shard = new Shard(columns, partition, firstRow, keyed);
    for (RowRange range : ranges) {
      Path file = new Path(folder, range.file());
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
        read(reader, file, range, shard);
      } catch (RuntimeException e) {
        if (e instanceof IllegalArgumentException) {
          throw e;
        }
        throw new IOException(
            "Cannot read '%s': it is damaged (%s). Run the step 'features' again."
                .formatted(file, e.getMessage()),
            e);
      }
    }
    shard.trim();
    return shard;
  }

  private void read(ParquetFileReader reader, Path file, RowRange range, Shard shard)
      throws IOException {
    MessageType schema = projection(reader.getFileMetaData().getSchema(), file);
    String createdBy = reader.getFileMetaData().getCreatedBy();
    reader.setRequestedSchema(schema);
    long first = 0;
    for (int group = 0; group < reader.getRowGroups().size(); group++) {
      long count = reader.getRowGroups().get(group).getRowCount();
      long skip = Math.max(0, range.from() - first);
      long take = Math.min(range.to() - first, count) - skip;
      if (take > 0) {
        PageReadStore pages = reader.readNextRowGroup();
        ColumnReadStoreImpl store =
            new ColumnReadStoreImpl(
                pages, new GroupRecordConverter(schema).getRootConverter(), schema, createdBy);
        read(store, schema, file, skip, take, shard);
      } else {
        reader.skipNextRowGroup();
      }
      first += count;
    }
  }

  private MessageType projection(MessageType whole, Path file) throws IOException {
    List<String> names = new ArrayList<>(columns.dense());
    names.addAll(columns.indices());
    names.add(columns.label());
    names.add(columns.key());
    List<Type> fields = new ArrayList<>();
    for (String name : names) {
      if (!whole.containsField(name)) {
        throw new IOException(
            "Cannot read '%s': column '%s' is missing (found %s). Run the step 'features' again."
                .formatted(file, name, whole.getFields().stream().map(Type::getName).toList()));
      }
      fields.add(whole.getType(name));
    }
    return new MessageType(whole.getName(), fields);
  }

  private void read(
      ColumnReadStoreImpl store, MessageType schema, Path file, long skip, long take, Shard shard) {
    int begin = shard.rows();
    for (long i = 0; i < take; i++) {
      shard.add();
    }
    Cursor keys = new Cursor(store, schema, columns.key(), file, skip);
    long[] rowKeys = new long[(int) take];
    for (int i = 0; i < take; i++) {
      rowKeys[i] = keys.next().getLong();
      shard.key(begin + i, rowKeys[i]);
      keys.consume();
    }
    Cursor labels = new Cursor(store, schema, columns.label(), file, skip);
    for (int i = 0; i < take; i++) {
      shard.label(begin + i, finite(labels.next().getFloat(), columns.label(), rowKeys[i], file));
      labels.consume();
    }
    for (int place = 0; place < columns.dense().size(); place++) {
      String name = columns.dense().get(place);
      Cursor cursor = new Cursor(store, schema, name, file, skip);
      for (int i = 0; i < take; i++) {
        shard.dense(begin + i, place, finite(cursor.next().getFloat(), name, rowKeys[i], file));
        cursor.consume();
      }
    }
    for (int place = 0; place < columns.indices().size(); place++) {
      String name = columns.indices().get(place);
      int cardinality = columns.cardinalities().get(place);
      Cursor cursor = new Cursor(store, schema, name, file, skip);
      for (int i = 0; i < take; i++) {
        int value = cursor.next().getInteger();
        if (value < 0 || value >= cardinality) {
          throw new IllegalArgumentException(
              "Cannot train on '%s': index '%s' of row %d is %d (expected 0 to %d, as the feature plan says). Run the step 'features' again."
                  .formatted(file, name, rowKeys[i], value, cardinality - 1));
        }
        shard.index(begin + i, place, value);
        cursor.consume();
      }
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

  /** One column from a row on; a missing value is an error. */
  private static final class Cursor {
    private final ColumnReader reader;
    private final String name;
    private final Path file;
    private final int defined;

    Cursor(ColumnReadStoreImpl store, MessageType schema, String name, Path file, long skip) {
      ColumnDescriptor column = schema.getColumnDescription(new String[] {name});
      this.reader = store.getColumnReader(column);
      this.name = name;
      this.file = file;
      this.defined = column.getMaxDefinitionLevel();
      for (long i = 0; i < skip; i++) {
        if (reader.getCurrentDefinitionLevel() == defined) {
          reader.skip();
        }
        reader.consume();
      }
    }

    ColumnReader next() {
      if (reader.getCurrentDefinitionLevel() != defined) {
        throw new IllegalArgumentException(
            "Cannot train on '%s': column '%s' has a missing value (expected none in prepared rows). Run the step 'features' again."
                .formatted(file, name));
      }
      return reader;
    }

    void consume() {
      reader.consume();
    }
  }
}
