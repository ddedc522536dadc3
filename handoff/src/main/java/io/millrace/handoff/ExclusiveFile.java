package io.millrace.handoff;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** Creates a small file if and only if nobody else has, with its whole content at once. */
final class ExclusiveFile {
  private ExclusiveFile() {}

  /** True if this call made the file, false if it was there. */
  static boolean create(Configuration hadoop, Path file, byte[] content) throws IOException {
    FileSystem fs = file.getFileSystem(hadoop);
    fs.mkdirs(file.getParent());
    Path temporary =
        new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID() + ".tmp");
    return fs.getScheme().equals("file")
        ? link(temporary, file, content)
        : rename(hadoop, temporary, file, content);
  }

  /** Every rename of a local Hadoop file system can overwrite; a hard link cannot. */
  private static boolean link(Path temporary, Path file, byte[] content) throws IOException {
    java.nio.file.Path source = java.nio.file.Path.of(temporary.toUri().getPath());
    try {
      Files.write(source, content);
      Files.createLink(java.nio.file.Path.of(file.toUri().getPath()), source);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(source);
    }
  }

  private static boolean rename(Configuration hadoop, Path temporary, Path file, byte[] content)
      throws IOException {
    FileSystem fs = file.getFileSystem(hadoop);
    try {
      try (OutputStream out = fs.create(temporary, true)) {
        out.write(content);
      }
      FileContext.getFileContext(fs.getUri(), hadoop)
          .rename(fs.makeQualified(temporary), fs.makeQualified(file), Options.Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      fs.delete(temporary, false);
    }
  }
}
