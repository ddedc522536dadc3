package io.millrace.bigdl.data;

import io.millrace.bigdl.data.RowGroups.Part;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;

/** A column of single values of wanted rows; a missing value is an error. */
final class ColumnCursor {
  private final ColumnReader reader;
  private final String name;
  private final Path file;
  private final int defined;
  private final int[] rows;
  private int wanted;
  private int at;

  ColumnCursor(Part part, String name) {
    ColumnDescriptor column = part.schema().getColumnDescription(new String[] {name});
    this.reader = part.store().getColumnReader(column);
    this.name = name;
    this.file = part.file();
    this.defined = column.getMaxDefinitionLevel();
    this.rows = part.rows();
  }

  ColumnReader next() {
    for (; at < rows[wanted]; at++) {
      if (reader.getCurrentDefinitionLevel() == defined) {
        reader.skip();
      }
      reader.consume();
    }
    if (reader.getCurrentDefinitionLevel() != defined) {
      throw new IllegalArgumentException(
          "Cannot train on '%s': column '%s' has a missing value (expected none in prepared rows). Run the step 'features' again."
              .formatted(file, name));
    }
    return reader;
  }

  void consume() {
    reader.consume();
    at++;
    wanted++;
  }
}
