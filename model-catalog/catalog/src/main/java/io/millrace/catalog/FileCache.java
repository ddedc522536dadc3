package io.millrace.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files by their SHA-256, on a local disk, shared by all processes of the machine that name the
 * same folder. A file appears by a rename when it is whole, and its bytes are hashed again each
 * time before they are given out: one that was cut or changed is dropped and fetched anew.
 *
 * <p>Of several processes that want a file, one fetches it, and the others wait for it. One that
 * dies lets the next go on. When the folder is larger than it should be, the files that were used
 * longest ago go; whoever is reading one reads on to its end. A cache that cannot be written, or
 * whose disk is full, gives what it has and keeps nothing: it is never the reason that a model
 * cannot be loaded. Thread-safe; needs no closing.
 */
public final class FileCache {
  /** Of the folder, unless something else is said: 10 GiB. */
  public static final long DEFAULT_MAX_BYTES = 10L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(FileCache.class);
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final long maxBytes;

  /** Brings the bytes of one file. */
  @FunctionalInterface
  public interface Fetch {
    /**
     * Writes all bytes, and closes nothing.
     *
     * @throws IOException if they cannot be had
     */
    void to(OutputStream out) throws IOException;
  }

  /**
   * A cache in a folder, which is made when the first file is kept.
   *
   * @param maxBytes above which files go; a single one may be larger
   */
  public FileCache(Path folder, long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "Cannot open cache '%s': its limit is %d bytes (expected at least 1)."
              .formatted(folder, maxBytes));
    }
    this.folder = folder.toAbsolutePath().normalize();
    this.maxBytes = maxBytes;
  }

  /**
   * The user's cache: the folder that {@code MILLRACE_CACHE} names, or {@code millrace} below
   * {@code XDG_CACHE_HOME} or {@code ~/.cache}, of {@code MILLRACE_CACHE_BYTES} at most.
   *
   * @throws IllegalArgumentException if that is no number
   */
  public static FileCache ofUser() {
    return of(System.getenv(), System.getProperty("user.home", "."));
  }

  static FileCache of(Map<String, String> environment, String home) {
    String named = environment.getOrDefault("MILLRACE_CACHE", "");
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path folder =
        !named.isEmpty()
            ? Path.of(named)
            : (caches.isEmpty() ? Path.of(home, ".cache") : Path.of(caches)).resolve("millrace");
    String bytes = environment.getOrDefault("MILLRACE_CACHE_BYTES", "");
    if (!bytes.matches("\\d{0,18}")) {
      throw new IllegalArgumentException(
          "Cannot use MILLRACE_CACHE_BYTES '%s' (expected a number of bytes, such as 10737418240)."
              .formatted(bytes));
    }
    return new FileCache(folder, bytes.isEmpty() ? DEFAULT_MAX_BYTES : Long.parseLong(bytes));
  }

  /** Where it lies. */
  public Path folder() {
    return folder;
  }

  /**
   * A file, verified, from its first byte; the caller closes it. Empty if it is not there and
   * cannot be kept: then the caller reads it from where it comes from.
   *
   * @param fetch is called if the file is not there
   * @throws IOException if fetching fails, or brings other bytes
   */
  public Optional<InputStream> open(String sha256, Fetch fetch) throws IOException {
    Path file = file(sha256);
    FileChannel kept = verified(file, sha256);
    if (kept == null) {
      try (CacheLock lock = CacheLock.acquire(folder.resolve("locks"), sha256)) {
        LOG.debug("Cache file {} is not there; {}", sha256, lock);
        kept = verified(file, sha256);
        if (kept == null) {
          kept = store(file, sha256, fetch);
        }
      }
    }
    return Optional.ofNullable(kept).map(Channels::newInputStream);
  }

  private Path file(String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "Cannot look up '%s' in the cache (expected 64 hexadecimal digits).".formatted(sha256));
    }
    return CacheEviction.files(folder).resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  /** The file at its first byte; null if it is not there, or not as it was written. */
  private static @Nullable FileChannel verified(Path file, String sha256) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      if (digest(channel).equals(sha256)) {
        touch(file);
        return channel.position(0);
      }
      channel.close();
      LOG.warn("Cache file {} is damaged: it is dropped and fetched anew", file);
      Files.deleteIfExists(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      LOG.warn("Cache file {} cannot be used: {}", file, e.toString());
      closeQuietly(channel);
    }
    return null;
  }

  private static String digest(FileChannel channel) throws IOException {
    MessageDigest digest = Digests.start();
    InputStream in = Channels.newInputStream(channel);
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return Digests.finish(digest);
  }

  /** By its time the next eviction sees that it was used. */
  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.debug("Cache file {} cannot be touched", file, e);
    }
  }

  /** Null if it cannot be kept. */
  private @Nullable FileChannel store(Path file, String sha256, Fetch fetch) throws IOException {
    Path temporary = CacheEviction.temporaries(folder).resolve(UUID.randomUUID() + ".tmp");
    FileChannel channel = create(temporary, file.getParent());
    if (channel == null) {
      return null;
    }
    CacheWrite written = new CacheWrite(Channels.newOutputStream(channel));
    boolean fetched = false;
    try {
      fetch.to(written);
      requireSame(sha256, written.sha256());
      fetched = true;
      channel.force(true);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      new CacheEviction(folder, maxBytes).run(file, Instant.now());
      return channel.position(0);
    } catch (IOException | RuntimeException | Error e) {
      closeQuietly(channel);
      deleteQuietly(temporary);
      if (fetched || written.failed()) {
        cannotKeep(e);
        return null;
      }
      throw e;
    }
  }

  private @Nullable FileChannel create(Path temporary, Path target) {
    try {
      Files.createDirectories(temporary.getParent());
      Files.createDirectories(target);
      return FileChannel.open(
          temporary,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      cannotKeep(e);
      return null;
    }
  }

  private void cannotKeep(Throwable e) {
    LOG.warn(
        "Cache {} keeps nothing: {}. Name a folder that can be written by MILLRACE_CACHE.",
        folder,
        e.toString());
  }

  private static void requireSame(String expected, String found) throws IOException {
    if (!found.equals(expected)) {
      throw new IOException(
          "The fetched file has SHA-256 %s (expected %s)".formatted(found, expected));
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("A cache file was not closed", e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("Temporary file {} was not deleted", file, e);
    }
  }
}
