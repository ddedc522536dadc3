package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes share a cache, and some of them are killed. */
class FileCacheKillIT {
  private static final int READERS = 3;
  private static final int TIMES = 20;

  @TempDir private Path cache;

  @Test
  @Timeout(120)
  void whoeverIsKilledWhileFetchingLeavesNothingThatIsUsed()
      throws IOException, InterruptedException {
    List<ChildJvm> readers = new ArrayList<>();
    try (ChildJvm stuck = ChildJvm.stuckInFetch(cache, "model")) {
      stuck.awaitReady();
      for (int reader = 0; reader < READERS; reader++) {
        readers.add(ChildJvm.cacheReader(cache, "model", TIMES));
      }
      for (ChildJvm reader : readers) {
        reader.awaitReady();
        reader.go();
      }
      // The readers wait for it, or would find its lock free.
      assertThat(files("sha256")).isEmpty();
      stuck.kill();
      List<String> said = new ArrayList<>();
      for (ChildJvm reader : readers) {
        said.addAll(reader.finish());
      }

      assertThat(said).hasSize(READERS * TIMES);
      assertThat(said).containsOnlyOnce("fetched true").containsOnly("fetched true", "kept true");
      assertThat(files("sha256")).hasSize(1);
      assertThat(files("tmp")).hasSize(1);
    } finally {
      readers.forEach(ChildJvm::close);
    }
  }

  /** A reader that drops a damaged file disturbs none that has it open, and one fetches it anew. */
  @Test
  @Timeout(120)
  void aDamagedFileIsFetchedAnewWhileOthersRead() throws IOException, InterruptedException {
    List<ChildJvm> readers = new ArrayList<>();
    try {
      for (int reader = 0; reader < READERS; reader++) {
        readers.add(ChildJvm.cacheReader(cache, "model", TIMES));
        readers.get(reader).awaitReady();
      }
      Path kept = cached();
      Files.write(kept, new byte[] {1, 2, 3});
      for (ChildJvm reader : readers) {
        reader.go();
      }
      List<String> said = new ArrayList<>();
      // One dies wherever it is.
      said.addAll(readers.get(0).kill());
      said.addAll(readers.get(1).finish());
      said.addAll(readers.get(2).finish());

      assertThat(said).allMatch(line -> line.endsWith("true"));
      assertThat(said).contains("kept true");
      assertThat(kept).hasBinaryContent(ChildJvm.repeated("model"));
    } finally {
      readers.forEach(ChildJvm::close);
    }
  }

  private Path cached() throws IOException {
    byte[] content = ChildJvm.repeated("model");
    new FileCache(cache, FileCache.DEFAULT_MAX_BYTES)
        .open(Digests.of(content), out -> out.write(content))
        .orElseThrow()
        .close();
    return files("sha256").get(0);
  }

  private List<Path> files(String below) throws IOException {
    Path start = cache.resolve(below);
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(start)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
