package io.millrace.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps threads and processes from fetching the same file at the same time. The operating system
 * lets go of the locks of a process that dies.
 *
 * <p>It saves work and no more: where it cannot be had, because the folder is read-only or its
 * owner stands still for long, things go on without it, and a file may be fetched twice.
 */
final class CacheLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheLock.class);
  private static final long WAIT_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final long LOOK_AGAIN_MILLIS = 20;

  /**
   * A process has a file lock once for all its threads, which therefore need locks of their own.
   */
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final @Nullable ReentrantLock thread;
  private final @Nullable FileChannel process;

  private CacheLock(@Nullable ReentrantLock thread, @Nullable FileChannel process) {
    this.thread = thread;
    this.process = process;
  }

  /** Waits until it is had, or cannot be. */
  static CacheLock acquire(Path folder, String sha256) {
    // Lock files are never deleted, since one may lock a file that is gone: so there are few.
    Path file = folder.resolve(sha256.substring(0, 2) + ".lock");
    long end = System.currentTimeMillis() + WAIT_MILLIS;
    ReentrantLock thread = THREADS.computeIfAbsent(file, any -> new ReentrantLock());
    try {
      if (!thread.tryLock(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return new CacheLock(null, null);
      }
      return new CacheLock(thread, lock(file, end));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CacheLock(thread.isHeldByCurrentThread() ? thread : null, null);
    }
  }

  private static @Nullable FileChannel lock(Path file, long end) throws InterruptedException {
    FileChannel channel = null;
    try {
      Files.createDirectories(file.getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      while (lock == null && System.currentTimeMillis() < end) {
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        lock = channel.tryLock();
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Overlapping: other classes of the same name, loaded once more, have it.
      LOG.debug("Cache lock {} cannot be had", file, e);
    } catch (InterruptedException e) {
      close(channel);
      throw e;
    }
    return channel;
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("A cache lock was not closed", e);
    }
  }

  @Override
  public void close() {
    close(process);
    if (thread != null) {
      thread.unlock();
    }
  }

  @Override
  public String toString() {
    return process == null ? "without a lock" : "locked";
  }
}
