package io.millrace.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/** Local files: link(2) of a complete, synced temporary file fails if the name is taken. */
final class LinkCommit implements CommitStrategy {
  @Override
  public boolean createIfAbsent(Path file, byte[] content) throws IOException {
    java.nio.file.Path target = java.nio.file.Path.of(file.toUri().getPath());
    java.nio.file.Path folder = Files.createDirectories(target.getParent());
    java.nio.file.Path temporary = folder.resolve("." + UUID.randomUUID() + ".tmp");
    try {
      writeSynced(temporary, content);
      Files.createLink(target, temporary);
      sync(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      throw new IOException("The file system under '" + folder + "' has no hard links", e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void writeSynced(java.nio.file.Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** The link itself must survive a power failure, not only the bytes. */
  private static void sync(java.nio.file.Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
