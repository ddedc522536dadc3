package io.millrace.handoff.definition;

import io.millrace.spec.table.Column;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads the footers of Parquet files. */
final class ParquetLook implements FileLook {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  /** Magic, footer's length, magic. */
  private static final int LEAST_BYTES = 12;

  private final TableReport report;
  private final Configuration hadoop;

  ParquetLook(TableReport report, Configuration hadoop) {
    this.report = report;
    this.hadoop = hadoop;
  }

  @Override
  public Rows look(FileStatus file) throws IOException {
    if (!hasFooter(file)) {
      report.add(
          "'%s' is not a whole Parquet file: its footer is missing (expected PAR1 at its end). Write the file again",
          TableReport.label(file.getPath()));
      return Rows.UNKNOWN;
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromStatus(file, hadoop))) {
      columns(file, reader.getFooter().getFileMetaData().getSchema());
      return new Rows(reader.getRecordCount(), true);
    } catch (IOException | RuntimeException e) {
      report.add(
          "'%s' is not a whole Parquet file: its footer cannot be read: %s",
          TableReport.label(file.getPath()), TableLook.text(e));
      return Rows.UNKNOWN;
    }
  }

  private boolean hasFooter(FileStatus file) throws IOException {
    if (file.getLen() < LEAST_BYTES) {
      return false;
    }
    byte[] end = new byte[MAGIC.length];
    try (FSDataInputStream in = file.getPath().getFileSystem(hadoop).open(file.getPath())) {
      in.readFully(file.getLen() - end.length, end);
    }
    return Arrays.equals(end, MAGIC);
  }

  private void columns(FileStatus file, MessageType schema) {
    List<String> existing = schema.getFields().stream().map(Type::getName).toList();
    for (Column column : report.table().columns()) {
      if (existing.contains(column.name())) {
        refusal(schema.getType(column.name()), column)
            .ifPresent(
                found ->
                    report.addColumn(
                        column.name(),
                        "column '%s' in '%s' is %s (expected what can become %s)",
                        column.name(),
                        TableReport.label(file.getPath()),
                        found,
                        column.type().text()));
      } else if (!file.getPath().toString().contains("/" + column.name() + "=")) {
        report.missing(column.name(), existing, file.getPath());
      }
    }
  }

  private Optional<String> refusal(Type type, Column column) {
    Optional<String> found = ParquetTypes.refusal(type, column.type());
    return found.isEmpty() && report.isKey(column.name())
        ? ParquetTypes.rounded(type).map(name -> name + ", whose large numbers are rounded")
        : found;
  }
}
