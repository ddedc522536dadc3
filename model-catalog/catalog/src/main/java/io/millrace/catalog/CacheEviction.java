package io.millrace.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files out of a cache that is larger than it should be, those used longest ago first, and
 * what writers left that died.
 *
 * <p>No process is disturbed by it: a file loses its name, and whoever has it open reads it to its
 * end; where a file system does not let go of open files, the file stays.
 */
final class CacheEviction {
  private static final Logger LOG = LoggerFactory.getLogger(CacheEviction.class);

  /** A file that is being written changes all the time: a source that stalls is given up before. */
  private static final Duration GRACE = Duration.ofHours(1);

  private final Path folder;
  private final long maxBytes;

  CacheEviction(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  static Path files(Path folder) {
    return folder.resolve("sha256");
  }

  static Path temporaries(Path folder) {
    return folder.resolve("tmp");
  }

  private record Kept(Path file, long bytes, Instant used) {}

  /**
   * @param spared the file that was added last
   */
  void run(Path spared, Instant now) {
    try {
      for (Kept temporary : list(temporaries(folder), 1)) {
        if (temporary.used().isBefore(now.minus(GRACE))) {
          delete(temporary);
        }
      }
      List<Kept> kept = list(files(folder), 2);
      kept.sort(Comparator.comparing(Kept::used));
      long bytes = kept.stream().mapToLong(Kept::bytes).sum();
      for (Kept oldest : kept) {
        if (bytes > maxBytes && !oldest.file().equals(spared)) {
          delete(oldest);
          bytes -= oldest.bytes();
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Cache {} is not kept small: {}", folder, e.toString());
    }
  }

  private static List<Kept> list(Path below, int depth) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(below, depth)) {
      paths = walk.toList();
    }
    List<Kept> kept = new ArrayList<>();
    for (Path path : paths) {
      try {
        if (Files.isRegularFile(path)) {
          kept.add(new Kept(path, Files.size(path), Files.getLastModifiedTime(path).toInstant()));
        }
      } catch (NoSuchFileException e) {
        LOG.debug("{} was evicted by another process", path);
      }
    }
    return kept;
  }

  private static void delete(Kept kept) {
    try {
      boolean deleted = Files.deleteIfExists(kept.file());
      LOG.debug("{} {}", kept.file(), deleted ? "evicted" : "was gone already");
    } catch (IOException e) {
      LOG.debug("{} stays", kept.file(), e);
    }
  }
}
