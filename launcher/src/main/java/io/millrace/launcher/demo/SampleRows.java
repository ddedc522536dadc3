package io.millrace.launcher.demo;

import io.millrace.handoff.Digests;
import io.millrace.handoff.ParquetTimes;
import io.millrace.spec.table.Column;
import io.millrace.spec.table.TableFormat;
import io.millrace.spec.table.TableSpec;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads a few rows of a Parquet table without Spark. */
final class SampleRows {
  private SampleRows() {}

  /** The first rows of the table's first file, with the declared columns; null where missing. */
  static List<Map<String, Object>> first(TableSpec table, int rows, Configuration hadoop)
      throws IOException {
    if (table.format() != TableFormat.PARQUET) {
      throw new IllegalArgumentException(
          "Cannot show rows of table '%s': its format is %s (expected parquet)."
              .formatted(table.name(), table.format().text()));
    }
    Path file = Digests.inputFiles(table.paths(), hadoop).get(0).getPath();
    List<Map<String, Object>> sample = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (Group group = reader.read();
          group != null && sample.size() < rows;
          group = reader.read()) {
        sample.add(row(group, table.columns()));
      }
    }
    return sample;
  }

  private static Map<String, Object> row(Group group, List<Column> columns) {
    Map<String, Object> row = new HashMap<>();
    for (Column column : columns) {
      row.put(column.name(), value(group, column.name()));
    }
    return row;
  }

  private static @Nullable Object value(Group group, String name) {
    int field = group.getType().getFieldIndex(name);
    if (group.getFieldRepetitionCount(field) == 0) {
      return null;
    }
    Type type = group.getType().getType(field);
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> whole(group.getInteger(field, 0), type.getLogicalTypeAnnotation());
      case INT64 -> whole(group.getLong(field, 0), type.getLogicalTypeAnnotation());
      case FLOAT -> group.getFloat(field, 0);
      case DOUBLE -> group.getDouble(field, 0);
      case BOOLEAN -> group.getBoolean(field, 0);
      case BINARY -> group.getString(field, 0);
      case INT96, FIXED_LEN_BYTE_ARRAY ->
          throw new IllegalArgumentException(
              "Cannot show column '%s': its Parquet type is %s (expected a plain type)."
                  .formatted(name, type));
    };
  }

  private static Object whole(long value, @Nullable LogicalTypeAnnotation meaning) {
    if (meaning instanceof TimestampLogicalTypeAnnotation time) {
      return ParquetTimes.local(value, time);
    }
    if (meaning instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value);
    }
    return value;
  }
}
