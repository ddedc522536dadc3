package io.millrace.launcher.create;

import io.millrace.launcher.create.Sample.SampleColumn;
import io.millrace.spec.table.ColumnType;
import io.millrace.spec.table.CsvOptions;
import io.millrace.spec.table.TableFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Rows of Parquet files, evenly spaced. Values between them are passed over undecoded, column by
 * column, so that a file sorted by time is seen from its start to its end.
 */
final class ParquetSample {
  private final Configuration hadoop;
  private final Map<String, List<@Nullable String>> values = new LinkedHashMap<>();
  private int rows;
  private long all;

  ParquetSample(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  Sample read(List<FileStatus> files) throws IOException {
    List<String> skipped = new ArrayList<>();
    MessageType schema = null;
    for (FileStatus file : files) {
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromStatus(file, hadoop))) {
        MessageType found = reader.getFooter().getFileMetaData().getSchema();
        schema = schema == null ? readable(found, skipped) : schema;
        read(reader, common(file, schema, found), Sample.MOST_ROWS / files.size());
      }
    }
    if (schema == null) {
      throw new IllegalArgumentException("Cannot read a sample of no files.");
    }
    List<SampleColumn> columns = new ArrayList<>();
    for (Type type : schema.getFields()) {
      ColumnType declared = ParquetValues.type(type.asPrimitiveType()).orElseThrow();
      columns.add(
          new SampleColumn(
              type.getName(), declared, values.getOrDefault(type.getName(), List.of())));
    }
    boolean whole = rows == all && files.size() < Sample.PLACES;
    return new Sample(
        TableFormat.PARQUET, CsvOptions.DEFAULT, columns, rows, 0, whole, all, skipped);
  }

  private static MessageType readable(MessageType schema, List<String> skipped) {
    List<Type> fields = new ArrayList<>();
    for (Type type : schema.getFields()) {
      if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
        skipped.add("'%s' is nested".formatted(type.getName()));
      } else if (ParquetValues.type(type.asPrimitiveType()).isEmpty()) {
        skipped.add("'%s' is %s".formatted(type.getName(), ParquetValues.describe(type)));
      } else {
        fields.add(type);
      }
    }
    return new MessageType(schema.getName(), fields);
  }

  private static MessageType common(FileStatus file, MessageType first, MessageType found) {
    for (Type type : first.getFields()) {
      boolean same =
          found.containsField(type.getName())
              && found.getType(type.getName()).isPrimitive()
              && found.getType(type.getName()).asPrimitiveType().getPrimitiveTypeName()
                  == type.asPrimitiveType().getPrimitiveTypeName();
      if (!same) {
        throw new UnfitDataException(
            "Cannot read '%s' with the other files: its column '%s' is not the same (expected %s). Name files of one table."
                .formatted(file.getPath(), type.getName(), type));
      }
    }
    return new MessageType(
        found.getName(), first.getFields().stream().map(t -> found.getType(t.getName())).toList());
  }

  private void read(ParquetFileReader reader, MessageType schema, int quota) throws IOException {
    all += reader.getRecordCount();
    reader.setRequestedSchema(schema);
    int groups = reader.getRowGroups().size();
    String createdBy = reader.getFooter().getFileMetaData().getCreatedBy();
    int some = Math.min(groups, Sample.PLACES);
    for (int i = 0; i < some; i++) {
      PageReadStore pages = reader.readRowGroup((int) ((long) i * groups / some));
      int wanted = (int) Math.min(pages.getRowCount(), Math.max(1, quota / some));
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              pages, new GroupRecordConverter(schema).getRootConverter(), schema, createdBy);
      for (Type type : schema.getFields()) {
        ColumnReader column =
            store.getColumnReader(schema.getColumnDescription(new String[] {type.getName()}));
        read(column, type.asPrimitiveType(), pages.getRowCount(), wanted);
      }
      rows += wanted;
    }
  }

  private void read(ColumnReader column, PrimitiveType type, long count, int wanted) {
    List<@Nullable String> into = values.computeIfAbsent(type.getName(), n -> new ArrayList<>());
    int taken = 0;
    for (long row = 0; row < count && taken < wanted; row++) {
      boolean there =
          column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel();
      if (row == count * taken / wanted) {
        into.add(there ? ParquetValues.text(column, type) : null);
        taken++;
      } else if (there) {
        column.skip();
      }
      column.consume();
    }
  }
}
