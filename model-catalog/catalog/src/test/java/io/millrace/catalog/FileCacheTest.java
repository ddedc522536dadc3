package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCacheTest {
  private static final byte[] CONTENT = "a model".getBytes(StandardCharsets.UTF_8);
  private static final String SHA256 = Digests.of(CONTENT);

  @TempDir private Path folder;
  private final AtomicInteger fetches = new AtomicInteger();

  private FileCache cache(long maxBytes) {
    return new FileCache(folder.resolve("cache"), maxBytes);
  }

  private byte[] read(FileCache cache, byte[] content) throws IOException {
    try (InputStream in = open(cache, content)) {
      return in.readAllBytes();
    }
  }

  private InputStream open(FileCache cache, byte[] content) throws IOException {
    return cache
        .open(
            Digests.of(content),
            out -> {
              fetches.incrementAndGet();
              out.write(content);
            })
        .orElseThrow();
  }

  @Test
  void fetchesOnceAndKeeps() throws IOException {
    assertThat(read(cache(1000), CONTENT)).isEqualTo(CONTENT);
    assertThat(read(cache(1000), CONTENT)).isEqualTo(CONTENT);
    assertThat(fetches).hasValue(1);
    assertThat(files("tmp")).isEmpty();
  }

  @Test
  void dropsAChangedFileAndFetchesAnew() throws IOException {
    read(cache(1000), CONTENT);
    Path kept = files("sha256").get(0);
    for (String damage : List.of("b model", "a mod", "")) {
      Files.writeString(kept, damage);
      assertThat(read(cache(1000), CONTENT)).isEqualTo(CONTENT);
    }
    assertThat(fetches).hasValue(4);
    assertThat(kept).hasBinaryContent(CONTENT);
  }

  @Test
  void keepsNothingOfAFetchThatFailsOrBringsOtherBytes() throws IOException {
    assertThatThrownBy(
            () ->
                cache(1000)
                    .open(
                        SHA256,
                        out -> {
                          out.write(CONTENT, 0, 3);
                          throw new IOException("connection lost");
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("connection lost");
    assertThatThrownBy(() -> cache(1000).open(SHA256, out -> out.write('x')))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("(expected " + SHA256 + ")");
    assertThat(files("tmp")).isEmpty();
    assertThat(files("sha256")).isEmpty();
  }

  @Test
  void evictsWhatWasUsedLongestAgoButDisturbsNoReader() throws IOException {
    FileCache cache = cache(25);
    byte[] first = "0123456789".getBytes(StandardCharsets.UTF_8);
    byte[] second = "abcdefghij".getBytes(StandardCharsets.UTF_8);
    byte[] third = "ABCDEFGHIJ".getBytes(StandardCharsets.UTF_8);
    read(cache, first);
    age(Duration.ofHours(3));
    read(cache, second);
    age(Duration.ofHours(2));
    try (InputStream reading = open(cache, first)) {
      age(Duration.ofHours(2));
      read(cache, second);
      // Now the first is the oldest, and is being read.
      read(cache, third);
      assertThat(files("sha256"))
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder(Digests.of(second), Digests.of(third));
      assertThat(reading.readAllBytes()).isEqualTo(first);
    }
    assertThat(fetches).hasValue(3);
  }

  private void age(Duration by) throws IOException {
    for (Path file : files("sha256")) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(by)));
    }
  }

  @Test
  void removesWhatDeadWritersLeft() throws IOException {
    Path tmp = Files.createDirectories(folder.resolve("cache/tmp"));
    Path old = Files.writeString(tmp.resolve("old.tmp"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path young = Files.writeString(tmp.resolve("young.tmp"), "half");
    read(cache(1000), CONTENT);

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void readsAFolderThatItMayNotWrite() throws IOException {
    read(cache(1000), CONTENT);
    byte[] other = "another".getBytes(StandardCharsets.UTF_8);
    List<Path> folders;
    try (Stream<Path> walk = Files.walk(folder.resolve("cache"))) {
      folders = walk.filter(Files::isDirectory).toList();
    }
    for (Path each : folders) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    try {
      assertThat(read(cache(1000), CONTENT)).isEqualTo(CONTENT);
      assertThat(fetches).hasValue(1);
      if (!Files.isWritable(folders.get(0))) {
        assertThat(cache(1000).open(Digests.of(other), out -> out.write(other))).isEmpty();
      }
    } finally {
      for (Path each : folders) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  @Test
  void isNoReasonToFailWhereItCannotBe() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertThat(new FileCache(file, 1000).open(SHA256, out -> out.write(CONTENT))).isEmpty();
  }

  @Test
  void oneOfManyThreadsFetches() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<byte[]> reader = () -> read(cache(1000), CONTENT);
      for (Future<byte[]> each : threads.invokeAll(Collections.nCopies(32, reader))) {
        assertThat(each.get()).isEqualTo(CONTENT);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  void liesWhereTheEnvironmentSays() {
    assertThat(FileCache.of(Map.of(), "/home/ann").folder())
        .isEqualTo(Path.of("/home/ann/.cache/millrace"));
    assertThat(FileCache.of(Map.of("XDG_CACHE_HOME", "/c"), "/home/ann").folder())
        .isEqualTo(Path.of("/c/millrace"));
    assertThat(FileCache.of(Map.of("MILLRACE_CACHE", "/m", "XDG_CACHE_HOME", "/c"), "/").folder())
        .isEqualTo(Path.of("/m"));
    assertThatThrownBy(() -> FileCache.of(Map.of("MILLRACE_CACHE_BYTES", "10g"), "/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MILLRACE_CACHE_BYTES '10g'");
  }

  private List<Path> files(String below) throws IOException {
    Path start = folder.resolve("cache").resolve(below);
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(start)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
