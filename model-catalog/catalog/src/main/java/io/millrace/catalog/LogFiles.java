package io.millrace.catalog;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files under {@code log/}: entries, checkpoints, and temporary files that nobody reads. */
final class LogFiles {
  private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
  private static final Pattern ENTRY = Pattern.compile("(\\d{20})\\.json");
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-(\\d{20})\\.json");

  private static final Pattern TEMPORARY = Pattern.compile("\\.[0-9a-f-]{36}\\.tmp");

  private final FileSystem fileSystem;
  private final Path folder;
  private final CommitStrategy strategy;
  private volatile @Nullable Awaited awaited;

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

  /**
   * Whether an entry may be there. Readers ask before each answer, and mostly in vain: on local
   * files that is one look, where opening a file that is not there takes a hundred times as long.
   */
  boolean mayHave(long sequence) {
    if (!(fileSystem instanceof RawLocalFileSystem local)) {
      return true;
    }
    Awaited next = awaited;
    if (next == null || next.sequence != sequence) {
      next = new Awaited(sequence, local.pathToFile(new Path(entryName(sequence))));
      awaited = next;
    }
    return next.file.exists();
  }

  /** The entry that was looked for last. */
  private record Awaited(long sequence, File file) {}

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

  /** What is in the folder now; one look serves several questions, since it may be long. */
  Listing list() throws IOException {
    NavigableSet<Long> entries = new TreeSet<>();
    NavigableSet<Long> checkpoints = new TreeSet<>();
    for (String name : names()) {
      Matcher entry = ENTRY.matcher(name);
      Matcher checkpoint = CHECKPOINT.matcher(name);
      if (entry.matches()) {
        entries.add(Long.valueOf(entry.group(1)));
      } else if (checkpoint.matches()) {
        checkpoints.add(Long.valueOf(checkpoint.group(1)));
      }
    }
    return new Listing(entries, checkpoints);
  }

  /** Sequences of entries and of checkpoints. */
  record Listing(NavigableSet<Long> entries, NavigableSet<Long> checkpoints) {}

  /** Only a cache goes this way, never an entry. */
  void deleteCheckpoint(long sequence) throws IOException {
    boolean deleted = fileSystem.delete(new Path(checkpointName(sequence)), false);
    LOG.debug("Checkpoint {} {}", sequence, deleted ? "deleted" : "was gone already");
  }

  /** When each temporary file was changed, by its name. */
  Map<String, Instant> temporaries() throws IOException {
    Map<String, Instant> found = new TreeMap<>();
    for (String name : names()) {
      if (TEMPORARY.matcher(name).matches()) {
        try {
          FileStatus status = fileSystem.getFileStatus(new Path(folder, name));
          found.put(name, Instant.ofEpochMilli(status.getModificationTime()));
        } catch (FileNotFoundException e) {
          LOG.debug("Temporary file {} is gone: its writer is done", name, e);
        }
      }
    }
    return found;
  }

  void deleteTemporary(String name) throws IOException {
    boolean deleted = fileSystem.delete(new Path(folder, name), false);
    LOG.debug("Temporary file {} {}", name, deleted ? "deleted" : "was gone already");
  }

  private List<String> names() throws IOException {
    try {
      return fileSystem instanceof RawLocalFileSystem local ? localNames(local) : statusNames();
    } catch (FileNotFoundException | NoSuchFileException e) {
      return List.of();
    }
  }

  /** Hadoop would ask for the size and time of each file, of ten thousand for nothing. */
  private List<String> localNames(RawLocalFileSystem local) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(local.pathToFile(folder).toPath())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private List<String> statusNames() throws IOException {
    return Arrays.stream(fileSystem.listStatus(folder))
        .map(file -> file.getPath().getName())
        .toList();
  }
}
