package io.millrace.catalog;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folders under {@code data/}, one per version, written before the version is committed. */
final class ArtifactStore {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileSystem fileSystem;
  private final Path folder;

  ArtifactStore(FileSystem fileSystem, Path root) {
    this.fileSystem = fileSystem;
    this.folder = new Path(root, "data");
  }

  InputStream open(String dataId, String path) throws IOException {
    return fileSystem.open(path(dataId, path));
  }

  /** The files of one folder. */
  FileSource folder(String dataId) {
    return new FileSource() {
      @Override
      public InputStream open(String path, long offset) throws IOException {
        return openAt(dataId, path, offset);
      }

      @Override
      public String name(String path) {
        return path(dataId, path).toString();
      }
    };
  }

  private InputStream openAt(String dataId, String path, long offset) throws IOException {
    FSDataInputStream in = fileSystem.open(path(dataId, path));
    try {
      if (offset > 0) {
        in.seek(offset);
      }
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Writes a new file and makes it durable; the digest is of the bytes that went in. */
  Manifest.Item write(String dataId, String path, ArtifactSource source) throws IOException {
    try (InputStream in = source.open();
        FSDataOutputStream out = fileSystem.create(path(dataId, path), false)) {
      Manifest.Item item = copy(path, in, out);
      out.hsync();
      return item;
    }
  }

  /** What the file holds now. */
  Manifest.Item digest(String dataId, String path) throws IOException {
    try (InputStream in = open(dataId, path)) {
      return copy(path, in, OutputStream.nullOutputStream());
    }
  }

  /** Copies and measures; closes neither stream. */
  static Manifest.Item copy(String path, InputStream from, OutputStream to) throws IOException {
    MessageDigest digest = Digests.start();
    DigestInputStream in = new DigestInputStream(from, digest);
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      to.write(buffer, 0, read);
      size += read;
    }
    return new Manifest.Item(path, size, Digests.finish(digest));
  }

  void delete(String dataId) throws IOException {
    boolean deleted = fileSystem.delete(new Path(folder, dataId), true);
    if (!deleted && fileSystem.exists(new Path(folder, dataId))) {
      throw new IOException("Folder " + dataId + " could not be deleted");
    }
  }

  /**
   * What a folder takes.
   *
   * @param modified of its newest file or folder, by the file system's clock
   */
  record Usage(long bytes, Instant modified) {}

  Usage usage(String dataId) throws IOException {
    Path directory = new Path(folder, dataId);
    return usage(directory, fileSystem.getFileStatus(directory).getModificationTime());
  }

  private Usage usage(Path directory, long modified) throws IOException {
    long bytes = 0;
    long newest = modified;
    for (FileStatus child : fileSystem.listStatus(directory)) {
      newest = Math.max(newest, child.getModificationTime());
      if (child.isDirectory()) {
        Usage below = usage(child.getPath(), newest);
        bytes += below.bytes();
        newest = below.modified().toEpochMilli();
      } else {
        bytes += child.getLen();
      }
    }
    return new Usage(bytes, Instant.ofEpochMilli(newest));
  }

  NavigableSet<String> dataIds() throws IOException {
    NavigableSet<String> found = new TreeSet<>();
    try {
      for (FileStatus child : fileSystem.listStatus(folder)) {
        found.add(child.getPath().getName());
      }
    } catch (FileNotFoundException e) {
      return found;
    }
    return found;
  }

  /** Relative paths of all files of a version's folder; empty if there is no such folder. */
  NavigableSet<String> files(String dataId) throws IOException {
    NavigableSet<String> found = new TreeSet<>();
    try {
      collect(new Path(folder, dataId), "", found);
    } catch (FileNotFoundException e) {
      return found;
    }
    return found;
  }

  /** Not by listFiles: on local files it starts a process per file to learn its permissions. */
  private void collect(Path directory, String prefix, Set<String> found) throws IOException {
    for (FileStatus child : fileSystem.listStatus(directory)) {
      String name = prefix + child.getPath().getName();
      if (child.isDirectory()) {
        collect(child.getPath(), name + "/", found);
      } else {
        found.add(name);
      }
    }
  }

  private Path path(String dataId, String path) {
    return new Path(new Path(folder, dataId), path);
  }
}
