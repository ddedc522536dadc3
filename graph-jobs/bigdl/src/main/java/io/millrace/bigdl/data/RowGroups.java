package io.millrace.bigdl.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Some columns of some rows of Parquet files, one row group after the other.
 *
 * @param step that wrote the files, for messages
 */
record RowGroups(Path folder, List<String> columns, String step, Configuration hadoop) {
  /** Reads the rows of a row group. */
  interface Reader {
    void read(Part part);
  }

  /**
   * Rows of one row group.
   *
   * @param first number of its first wanted row in the file
   * @param skip rows of the group before it
   * @param take rows that are wanted
   */
  record Part(
      ColumnReadStoreImpl store, MessageType schema, Path file, long first, long skip, int take) {}

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
    for (int group = 0; group < parquet.getRowGroups().size(); group++) {
      long count = parquet.getRowGroups().get(group).getRowCount();
      long skip = Math.max(0, range.from() - first);
      long take = Math.min(range.to() - first, count) - skip;
      if (take > 0) {
        PageReadStore pages = parquet.readNextRowGroup();
        ColumnReadStoreImpl store =
            new ColumnReadStoreImpl(
                pages, new GroupRecordConverter(schema).getRootConverter(), schema, createdBy);
        reader.read(new Part(store, schema, file, first + skip, skip, Math.toIntExact(take)));
      } else {
        parquet.skipNextRowGroup();
      }
      first += count;
    }
  }

  private MessageType projection(MessageType whole, Path file) throws IOException {
    List<Type> fields = new ArrayList<>();
    for (String name : columns) {
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
