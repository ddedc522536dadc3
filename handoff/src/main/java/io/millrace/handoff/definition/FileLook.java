package io.millrace.handoff.definition;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;

/** Looks at the files of one format, one after the other. */
interface FileLook {
  /**
   * Looks at a file and reports what is wrong with it.
   *
   * @throws IOException if it cannot be read; the caller reports that
   */
  Rows look(FileStatus file) throws IOException;

  /** Reports what only shows after all files. */
  default void finish() {}

  /** The rows of a file. */
  record Rows(long count, boolean exact) {
    static final Rows UNKNOWN = new Rows(0, false);
  }
}
