package io.millrace.catalog;

import java.io.IOException;
import java.io.InputStream;

/** Where the files of one folder of the catalog's data come from; nothing is verified here. */
interface FileSource {
  /**
   * A file from one of its bytes on; the caller closes it.
   *
   * @throws java.io.FileNotFoundException if there is none
   */
  InputStream open(String path, long offset) throws IOException;

  /** The full name of a file, for errors. */
  String name(String path);
}
