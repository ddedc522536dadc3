package io.millrace.bigdl.data;

import io.millrace.spec.target.SplitLetters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Some columns of some rows of Parquet files, one row group after the other.
 *
 * @param selection the rows that count, by which ranges are numbered; null for all
 * @param step that wrote the files, for messages
 */
record RowGroups(
    Path folder,
    List<String> columns,
    @Nullable Selection selection,
    String step,
    Configuration hadoop) {
  /** Reads the rows of a row group. */
  interface Reader {
    void read(Part part);
  }

  /**
   * Rows of one row group.
   *
   * @param first number of the group's first row in the file
   * @param rows the wanted ones, by their numbers in the group, in ascending order
   */
  record Part(ColumnReadStoreImpl store, MessageType schema, Path file, long first, int[] rows) {
    /** Rows that are wanted. */
    int take() {
      return rows.length;
    }

    /** The number of a wanted row in the file. */
    long number(int wanted) {
      return first + rows[wanted];
    }
  }

  /**
   * Reads ranges in their order.
   *
   * @throws IOException if a file is damaged or lacks a column
   * @throws IllegalArgumentException what the reader refuses
   */
  void read(List<RowRange> ranges, Reader reader) throws IOException {
    for (RowRange range : ranges) {
      Path file = new Path(folder, range.file());
      try (ParquetFileReader parquet =
          ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
        read(parquet, file, range, reader);
      } catch (RuntimeException e) {
        if (e instanceof IllegalArgumentException) {
          throw e;
        }
        throw new IOException(
            "Cannot read '%s': it is damaged (%s). Run the step '%s' again."
                .formatted(file, e.getMessage(), step),
            e);
      }
    }
  }

  private void read(ParquetFileReader parquet, Path file, RowRange range, Reader reader)
      throws IOException {
    MessageType schema = projection(parquet.getFileMetaData().getSchema(), file);
    String createdBy = parquet.getFileMetaData().getCreatedBy();
    parquet.setRequestedSchema(schema);
    long first = 0;
    long counted = 0;
    for (int group = 0; group < parquet.getRowGroups().size() && counted < range.to(); group++) {
      int count = Math.toIntExact(parquet.getRowGroups().get(group).getRowCount());
      if (selection == null && counted + count <= range.from()) {
        parquet.skipNextRowGroup();
        counted += count;
      } else {
        PageReadStore pages = parquet.readNextRowGroup();
        ColumnReadStoreImpl store =
            new ColumnReadStoreImpl(
                pages, new GroupRecordConverter(schema).getRootConverter(), schema, createdBy);
        int[] all = selected(store, schema, count);
        int from = (int) Math.max(0, range.from() - counted);
        int to = (int) Math.min(all.length, range.to() - counted);
        if (from < to) {
          reader.read(new Part(store, schema, file, first, Arrays.copyOfRange(all, from, to)));
        }
        counted += all.length;
      }
      first += count;
    }
  }

  /** The rows of a group that count. */
  private int[] selected(ColumnReadStoreImpl store, MessageType schema, int count) {
    if (selection == null) {
      return IntStream.range(0, count).toArray();
    }
    int[] found = new int[count];
    int size = 0;
    ColumnReader letters =
        store.getColumnReader(schema.getColumnDescription(new String[] {SplitLetters.COLUMN}));
    int defined = letters.getDescriptor().getMaxDefinitionLevel();
    for (int row = 0; row < count; row++) {
      if (letters.getCurrentDefinitionLevel() == defined && selection.has(letters.getBinary())) {
        found[size++] = row;
      }
      letters.consume();
    }
    return Arrays.copyOf(found, size);
  }

  private MessageType projection(MessageType whole, Path file) throws IOException {
    List<Type> fields = new ArrayList<>();
    List<String> wanted = new ArrayList<>(columns);
    if (selection != null) {
      wanted.add(SplitLetters.COLUMN);
    }
    for (String name : wanted) {
      if (!whole.containsField(name)) {
        throw new IOException(
            "Cannot read '%s': column '%s' is missing (found %s). Run the step '%s' again."
                .formatted(
                    file, name, whole.getFields().stream().map(Type::getName).toList(), step));
      }
      fields.add(whole.getType(name));
    }
    return new MessageType(whole.getName(), fields);
  }
}
