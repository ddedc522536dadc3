package io.millrace.bigdl.data;

import io.millrace.bigdl.data.RowGroups.Part;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;

/** A column of single values from a row on; a missing value is an error. */
final class ColumnCursor {
  private final ColumnReader reader;
  private final String name;
  private final Path file;
  private final int defined;

  ColumnCursor(Part part, String name) {
    ColumnDescriptor column = part.schema().getColumnDescription(new String[] {name});
    this.reader = part.store().getColumnReader(column);
    this.name = name;
    this.file = part.file();
    this.defined = column.getMaxDefinitionLevel();
    for (long i = 0; i < part.skip(); i++) {
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
