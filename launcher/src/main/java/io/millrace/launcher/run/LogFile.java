package io.millrace.launcher.run;

import io.millrace.handoff.Storage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a job prints. Written where the run is when that is a local folder, else to a temporary
 * file that is copied there at the end. Used by several threads.
 */
final class LogFile implements AutoCloseable {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");
  private static final int TAIL_LINES = 20;

  private final Path file;
  private final org.apache.hadoop.fs.@Nullable Path remote;
  private final Storage storage;
  private final BufferedWriter writer;
  private final Deque<String> tail = new ArrayDeque<>();
  private boolean closed;
  private boolean broken;

  private LogFile(Storage storage, Path file, org.apache.hadoop.fs.@Nullable Path remote)
      throws IOException {
    this.storage = storage;
    this.file = file;
    this.remote = remote;
    this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }

  /**
   * A new log in a folder on any file system.
   *
   * @param scratch a local folder, where the log is kept until its end if the other is not local
   */
  static LogFile create(Storage storage, org.apache.hadoop.fs.Path folder, Path scratch)
      throws IOException {
    String name = LocalDateTime.now(ZoneOffset.UTC).format(TIME) + "-spark.log";
    if (LocalFolder.isLocal(storage, folder)) {
      Path local = Files.createDirectories(LocalFolder.of(folder));
      return new LogFile(storage, local.resolve(name), null);
    }
    return new LogFile(storage, scratch.resolve(name), new org.apache.hadoop.fs.Path(folder, name));
  }

  /** A log that belongs to no run. */
  static LogFile temporary(Storage storage) throws IOException {
    return new LogFile(storage, Files.createTempFile("millrace-", "-spark.log"), null);
  }

  /** Adds a line. A log that cannot be written must not end the job: the line is only kept. */
  synchronized void line(String line) {
    if (tail.size() == TAIL_LINES) {
      tail.removeFirst();
    }
    tail.addLast(line);
    if (closed || broken) {
      return;
    }
    try {
      writer.write(line);
      writer.newLine();
      // Whoever kills this process wants to read the last lines.
      writer.flush();
    } catch (IOException e) {
      broken = true;
    }
  }

  /** The last lines. */
  synchronized List<String> tail() {
    return List.copyOf(tail);
  }

  /** Where the log can be read. */
  String location() {
    return remote == null ? file.toString() : remote.toString();
  }

  /** Removes a log that nobody will want to read. */
  synchronized void delete() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    writer.close();
    if (remote != null) {
      storage.fs(remote).mkdirs(remote.getParent());
      storage
          .fs(remote)
          .copyFromLocalFile(true, true, new org.apache.hadoop.fs.Path(file.toUri()), remote);
    }
  }
}
