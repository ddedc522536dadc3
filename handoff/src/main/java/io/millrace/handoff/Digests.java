package io.millrace.handoff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** SHA-256 of texts, files and tables, in lower-case hexadecimal. */
public final class Digests {
  private static final int BUFFER_BYTES = 1 << 20;

  private Digests() {}

  /** An empty digest. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot compute SHA-256: this Java has none.", e);
    }
  }

  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  public static String of(byte[] bytes) {
    MessageDigest digest = sha256();
    digest.update(bytes);
    return hex(digest);
  }

  /** One digest of several texts; their borders count. */
  public static String of(String... texts) {
    MessageDigest digest = sha256();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return hex(digest);
  }

  public static String ofStream(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return hex(digest);
  }

  /** Digest of a file's content. */
  public static String ofFile(FileSystem fs, Path file) throws IOException {
    try (InputStream in = fs.open(file)) {
      return ofStream(in);
    }
  }

  /**
   * Digest of the content of all files behind these paths, in the order of their names; neither
   * times nor folders count.
   */
  public static String ofInputs(List<String> paths, Configuration hadoop) throws IOException {
    List<String> parts = new ArrayList<>();
    for (FileStatus file : inputFiles(paths, hadoop)) {
      FileSystem fs = file.getPath().getFileSystem(hadoop);
      parts.add(file.getPath().getName());
      parts.add(ofFile(fs, file.getPath()));
    }
    return of(parts.toArray(String[]::new));
  }

  /** The data files behind these files, folders and globs, as Spark sees them. */
  public static List<FileStatus> inputFiles(List<String> paths, Configuration hadoop)
      throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (String text : paths) {
      Path path = new Path(text);
      FileSystem fs = path.getFileSystem(hadoop);
      FileStatus[] found = fs.globStatus(path);
      if (found == null || found.length == 0) {
        throw new java.io.FileNotFoundException(
            "Cannot read input '%s': there is no such file or folder.".formatted(text));
      }
      for (FileStatus status : found) {
        collect(fs, status, files);
      }
    }
    files.sort(Comparator.comparing(f -> f.getPath().toString()));
    return files;
  }

  private static void collect(FileSystem fs, FileStatus status, List<FileStatus> files)
      throws IOException {
    if (status.isFile()) {
      files.add(status);
      return;
    }
    for (FileStatus child : fs.listStatus(status.getPath())) {
      String name = child.getPath().getName();
      if (!name.startsWith("_") && !name.startsWith(".")) {
        collect(fs, child, files);
      }
    }
  }
}
