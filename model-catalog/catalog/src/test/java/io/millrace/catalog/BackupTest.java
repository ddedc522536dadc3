package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backing up is copying, as docs/catalog.md says: the log by number, then the data. */
class BackupTest {
  private static final int AT_LEAST = 30;

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void aCopyThatIsMadeWhilePublishersWorkVerifies() throws Exception {
    Path root = folder.resolve("catalog");
    Path copy = folder.resolve("copy");
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> published = threads.submit(() -> publishUntil(stop, root));
      while (Catalog.open(root.toString()).models().stream()
          .noneMatch(model -> model.versions().size() >= AT_LEAST)) {
        Thread.onSpinWait();
      }
      copyLog(root.resolve("log"), copy.resolve("log"));
      copyData(root.resolve("data"), copy.resolve("data"));
      stop.set(true);

      int versions = Catalog.open(copy.toString()).entry(TinyModels.MODEL).versions().size();
      assertThat(versions).isBetween(AT_LEAST, published.get());
    } finally {
      stop.set(true);
      threads.shutdown();
    }
    assertThat(Catalog.open(copy.toString()).verify().problems()).isEmpty();
    Catalog restored = Catalog.open(copy.toString());
    assertThat(restored.publish(TinyModels.opaque("after")).created()).isTrue();
  }

  private static int publishUntil(AtomicBoolean stop, Path root) {
    Catalog catalog = Catalog.open(root.toString());
    int run = 0;
    while (!stop.get()) {
      catalog.publish(TinyModels.opaque("run-" + ++run));
    }
    return run;
  }

  /** Not by what a listing says: while files are added, it may hold a later one and miss one. */
  private static void copyLog(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (int sequence = 1; ; sequence++) {
      Path entry = from.resolve("%020d.json".formatted(sequence));
      if (!Files.exists(entry)) {
        return;
      }
      Files.copy(entry, to.resolve(entry.getFileName()));
    }
  }

  private static void copyData(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    List<Path> children;
    try (Stream<Path> found = Files.list(from)) {
      children = found.toList();
    }
    for (Path child : children) {
      if (Files.isDirectory(child)) {
        copyData(child, to.resolve(child.getFileName()));
      } else {
        Files.copy(child, to.resolve(child.getFileName()));
      }
    }
  }
}
