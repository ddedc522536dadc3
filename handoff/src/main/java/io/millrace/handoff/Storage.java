package io.millrace.handoff;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Small files on any Hadoop file system, whole or not at all. */
public final class Storage {
  private final Configuration hadoop;

  public Storage(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  public Configuration hadoop() {
    return hadoop;
  }

  /** The file system of a path. */
  public FileSystem fs(Path path) throws IOException {
    return path.getFileSystem(hadoop);
  }

  /** The path with scheme and authority, so that it means the same in every process. */
  public Path qualify(String path) throws IOException {
    Path given = new Path(path);
    return fs(given).makeQualified(given);
  }

  /** The content of a file. */
  public byte[] read(Path file) throws IOException {
    try (InputStream in = fs(file).open(file)) {
      return in.readAllBytes();
    }
  }

  /** The content of a file, empty where there is none. */
  public Optional<byte[]> readIfPresent(Path file) throws IOException {
    try {
      return Optional.of(read(file));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Replaces a file by rename, so that a reader sees the old or the new one. */
  public void write(Path file, byte[] content) throws IOException {
    FileSystem fs = fs(file);
    Path temporary =
        new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream out = fs.create(temporary, true)) {
        out.write(content);
      }
      if (!fs.rename(temporary, file)) {
        // HDFS refuses to rename onto an existing file; the contract files are replaced only by
        // the run that holds the lock.
        fs.delete(file, false);
        if (!fs.rename(temporary, file)) {
          throw new IOException(
              "Cannot write '%s': the rename of its temporary file was refused.".formatted(file));
        }
      }
    } catch (IOException e) {
      fs.delete(temporary, false);
      throw e;
    }
  }

  /** Writes a value as JSON; see {@link #write}. */
  public void writeJson(Path file, Object value) throws IOException {
    write(file, Json.bytes(value));
  }

  /** Whether a file or folder is there. */
  public boolean exists(Path path) throws IOException {
    return fs(path).exists(path);
  }
}
