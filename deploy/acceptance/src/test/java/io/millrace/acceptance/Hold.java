package io.millrace.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;

/**
 * Stops a process at a file until it is killed. A test arms it by a file, so that the same command
 * runs through when that is gone; another file tells where a process stands.
 */
final class Hold {
  static final String FOLDER = "fs.held.folder";
  private static final String ARMED = "armed";
  private static final String STANDING = "standing";

  private Hold() {}

  /** From now on a process stops at the first file whose path matches. */
  static void arm(Path folder, String regex) throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(STANDING));
    Files.writeString(folder.resolve(ARMED), regex);
  }

  static void disarm(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(ARMED));
  }

  /** Whether a process stands at a file. */
  static boolean isHolding(Path folder) {
    return Files.exists(folder.resolve(STANDING));
  }

  /** Returns at once, or never. */
  static void at(Configuration conf, org.apache.hadoop.fs.Path file) throws IOException {
    String folder = conf.get(FOLDER);
    if (folder == null || !Files.exists(Path.of(folder, ARMED))) {
      return;
    }
    if (file.toUri().getPath().matches(Files.readString(Path.of(folder, ARMED)))) {
      Files.writeString(Path.of(folder, STANDING), file.toString());
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException("held at " + file);
      }
    }
  }
}
