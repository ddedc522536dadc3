package io.millrace.handoff.definition;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;

/** Looks whether files are ORC at all; Spark checks their schema. */
final class OrcLook implements FileLook {
  private static final byte[] MAGIC = {'O', 'R', 'C'};

  /** A guess at what a compressed value takes. */
  private static final int BYTES_PER_VALUE = 4;

  private final TableReport report;
  private final Configuration hadoop;

  OrcLook(TableReport report, Configuration hadoop) {
    this.report = report;
    this.hadoop = hadoop;
  }

  @Override
  public Rows look(FileStatus file) throws IOException {
    byte[] start = new byte[MAGIC.length];
    if (file.getLen() >= start.length) {
      try (FSDataInputStream in = file.getPath().getFileSystem(hadoop).open(file.getPath())) {
        in.readFully(0, start);
      }
    }
    if (!Arrays.equals(start, MAGIC)) {
      report.add(
          "'%s' is not an ORC file (expected ORC at its start)", TableReport.label(file.getPath()));
      return Rows.UNKNOWN;
    }
    int columns = report.table().columns().size();
    return new Rows(file.getLen() / ((long) columns * BYTES_PER_VALUE), false);
  }
}
