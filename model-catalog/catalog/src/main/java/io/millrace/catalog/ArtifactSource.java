package io.millrace.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where the bytes of an artifact come from. */
@FunctionalInterface
public interface ArtifactSource {
  /** A new stream from the first byte; the catalog closes it. */
  InputStream open() throws IOException;

  /** Bytes in memory. */
  static ArtifactSource of(byte[] content) {
    return () -> new ByteArrayInputStream(content);
  }

  /** A local file. */
  static ArtifactSource of(java.nio.file.Path file) {
    return () -> Files.newInputStream(file);
  }

  /** A file on a Hadoop file system. */
  static ArtifactSource of(FileSystem fileSystem, Path file) {
    return () -> fileSystem.open(file);
  }
}
