package io.millrace.handoff;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Creates a small file if and only if nobody else has, with its whole content at once, and replaces
 * it so that every reader finds the old or the new one.
 */
final class ExclusiveFile {
  private static final Map<String, FileContext> CONTEXTS = new ConcurrentHashMap<>();

  private ExclusiveFile() {}

  /** True if this call made the file, false if it was there. */
  static boolean create(Configuration hadoop, Path file, byte[] content) throws IOException {
    FileSystem fs = file.getFileSystem(hadoop);
    fs.mkdirs(file.getParent());
    Path temporary = temporary(file);
    if (fs.getScheme().equals("file")) {
      return link(temporary, file, content);
    }
    try {
      rename(hadoop, temporary, file, content, Options.Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * Replaces the file, or creates it. On local files this leaves Hadoop's checksums out: file and
   * checksum change one after the other, and a reader between the two would find damage.
   */
  static void replace(Configuration hadoop, Path file, byte[] content) throws IOException {
    Path temporary = temporary(file);
    if (file.getFileSystem(hadoop).getScheme().equals("file")) {
      move(local(temporary), local(file), content);
    } else {
      rename(hadoop, temporary, file, content, Options.Rename.OVERWRITE);
    }
  }

  private static Path temporary(Path file) {
    return new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID() + ".tmp");
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** Every rename of a local Hadoop file system can overwrite; a hard link cannot. */
  private static boolean link(Path temporary, Path file, byte[] content) throws IOException {
    java.nio.file.Path source = local(temporary);
    try {
      Files.write(source, content);
      Files.createLink(local(file), source);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(source);
    }
  }

  private static void move(java.nio.file.Path temporary, java.nio.file.Path file, byte[] content)
      throws IOException {
    try {
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** A new one is a new client of the file system, and a lock is renewed every few seconds. */
  private static FileContext context(FileSystem fs, Configuration hadoop) throws IOException {
    String owner = fs.getUri() + " " + UserGroupInformation.getCurrentUser();
    FileContext known = CONTEXTS.get(owner);
    if (known == null) {
      known = FileContext.getFileContext(fs.getUri(), hadoop);
      CONTEXTS.put(owner, known);
    }
    return known;
  }

  private static void rename(
      Configuration hadoop, Path temporary, Path file, byte[] content, Options.Rename how)
      throws IOException {
    FileSystem fs = file.getFileSystem(hadoop);
    try {
      try (OutputStream out = fs.create(temporary, true)) {
        out.write(content);
      }
      context(fs, hadoop).rename(fs.makeQualified(temporary), fs.makeQualified(file), how);
    } finally {
      fs.delete(temporary, false);
    }
  }
}
