package io.millrace.catalog;

import java.util.List;
import java.util.Optional;

/**
 * {@code manifest.json} of a version: all its files. Its own digest stands in the log.
 *
 * @param version of the format
 */
record Manifest(int version, List<Item> files) {
  static final int VERSION = 1;

  Manifest {
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param path relative to the version's folder
   * @param size in bytes
   */
  record Item(String path, long size, String sha256) {}

  Optional<Item> file(String path) {
    return files.stream().filter(item -> item.path().equals(path)).findFirst();
  }

  byte[] encode() {
    return Json.writePretty(this);
  }

  static Manifest decode(byte[] content, String file) {
    return Json.read(content, Manifest.class, file, VERSION);
  }
}
