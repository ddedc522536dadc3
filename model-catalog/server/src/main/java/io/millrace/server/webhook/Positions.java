package io.millrace.server.webhook;

import io.millrace.catalog.Webhook;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * How far in the log each webhook has been told, in a folder of files, for one server at a time.
 * The owner closes it.
 */
final class Positions implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel lock;

  /**
   * @throws IOException if another has it
   */
  Positions(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    lock =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked()) {
      lock.close();
      throw new IOException(
          "Cannot tell webhooks: another server has '%s' (expected a folder of this one's own). Let one tell them, or give each its own folder with a copy of the key."
              .formatted(folder));
    }
  }

  private boolean locked() throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // In this very process.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  /** The sequence up to which it has been told; where it was added, if nothing is known. */
  long read(Webhook hook) throws IOException {
    Path file = folder.resolve(hook.id());
    if (!Files.exists(file)) {
      return hook.since();
    }
    String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (!text.matches("\\d{1,18}")) {
      throw new IOException(
          "Cannot tell how far webhook %s has been told: '%s' holds something else (expected a sequence). Delete it to tell all again."
              .formatted(hook.id(), file));
    }
    return Math.max(hook.since(), Long.parseLong(text));
  }

  /** Is on the disk, whole, when this returns. */
  void write(Webhook hook, long sequence) throws IOException {
    Path next = folder.resolve(hook.id() + ".tmp");
    try (FileChannel file =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer text = ByteBuffer.wrap((sequence + "\n").getBytes(StandardCharsets.US_ASCII));
      while (text.hasRemaining()) {
        file.write(text);
      }
      file.force(true);
    }
    Files.move(
        next,
        folder.resolve(hook.id()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Forgets all webhooks but these. */
  void keep(Set<String> ids) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.equals(LOCK) && !ids.contains(name.replace(".tmp", ""))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
