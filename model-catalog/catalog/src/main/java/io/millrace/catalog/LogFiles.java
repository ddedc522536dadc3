package io.millrace.catalog;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files under {@code log/}: entries, checkpoints, and temporary files that nobody reads. */
final class LogFiles {
  private static final Pattern ENTRY = Pattern.compile("(\\d{20})\\.json");
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-(\\d{20})\\.json");

  private final FileSystem fileSystem;
  private final Path folder;
  private final CommitStrategy strategy;

  LogFiles(FileSystem fileSystem, Path root, CommitStrategy strategy) {
    this.fileSystem = fileSystem;
    this.folder = new Path(root, "log");
    this.strategy = strategy;
  }

  String entryName(long sequence) {
    return new Path(folder, "%020d.json".formatted(sequence)).toString();
  }

  String checkpointName(long sequence) {
    return new Path(folder, "checkpoint-%020d.json".formatted(sequence)).toString();
  }

  void requireWritable() {
    strategy.requireWritable();
  }

  /** Empty if there is no such file. */
  Optional<byte[]> read(String name) throws IOException {
    try (InputStream in = fileSystem.open(new Path(name))) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** See {@link CommitStrategy#createIfAbsent}. */
  boolean createIfAbsent(String name, byte[] content) throws IOException {
    return strategy.createIfAbsent(new Path(name), content);
  }

  NavigableSet<Long> entries() throws IOException {
    return sequences(ENTRY);
  }

  NavigableSet<Long> checkpoints() throws IOException {
    return sequences(CHECKPOINT);
  }

  private NavigableSet<Long> sequences(Pattern names) throws IOException {
    NavigableSet<Long> found = new TreeSet<>();
    for (FileStatus file : list()) {
      Matcher name = names.matcher(file.getPath().getName());
      if (name.matches()) {
        found.add(Long.valueOf(name.group(1)));
      }
    }
    return found;
  }

  private FileStatus[] list() throws IOException {
    try {
      return fileSystem.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
