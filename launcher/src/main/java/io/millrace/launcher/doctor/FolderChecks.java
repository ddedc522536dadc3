package io.millrace.launcher.doctor;

import io.millrace.launcher.text.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** The folders of runs and catalog, which need not be there yet. */
final class FolderChecks {
  private static final long ENOUGH_DISK = 2_000_000_000L;

  private final Configuration hadoop;

  FolderChecks(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Whether files can be made there. */
  Finding writable(String name, String folder) {
    try {
      FileSystem fs = fileSystem(folder);
      if (!isLocal(fs)) {
        return Finding.ok(name, "%s, reached as %s".formatted(folder, fs.getUri()));
      }
      Path parent = existing(folder);
      Files.delete(Files.createTempFile(parent, ".millrace-", ".tmp"));
      return Finding.ok(name, "%s can be written".formatted(local(folder)));
    } catch (IOException | RuntimeException e) {
      return Finding.fail(
          name,
          "%s: %s".formatted(folder, e),
          "Name a folder that you may write, by --" + name + ".");
    }
  }

  Finding disk(String name, String folder) {
    try {
      if (!isLocal(fileSystem(folder))) {
        return Finding.ok(name, folder + " is not on this machine");
      }
      long free = Files.getFileStore(existing(folder)).getUsableSpace();
      String found = Figures.bytes(free) + " free at " + local(folder);
      return free >= ENOUGH_DISK
          ? Finding.ok(name, found)
          : Finding.warn(name, found, "Free some: the demo wants 2 GB.");
    } catch (IOException | RuntimeException e) {
      return Finding.warn(name, "%s: %s".formatted(folder, e), "Name another folder by --runs.");
    }
  }

  /** A local catalog commits by hard link. */
  Finding commits(String name, String folder) {
    Path file = null;
    Path link = null;
    try {
      FileSystem fs = fileSystem(folder);
      if (!isLocal(fs)) {
        return Finding.ok(name, "by the rules of " + fs.getUri());
      }
      file = Files.createTempFile(existing(folder), ".millrace-", ".tmp");
      link = file.resolveSibling(file.getFileName() + ".link");
      Files.createLink(link, file);
      return Finding.ok(name, "hard links work at " + local(folder));
    } catch (IOException | RuntimeException e) {
      return Finding.fail(
          name,
          "no hard links at %s: %s".formatted(folder, e),
          "Put the catalog on another file system, by --catalog: commits there could not be safe.");
    } finally {
      delete(link);
      delete(file);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A check must not fail over its own left-over; the name tells whose it is.
      return;
    }
  }

  private FileSystem fileSystem(String folder) throws IOException {
    return new org.apache.hadoop.fs.Path(folder).getFileSystem(hadoop);
  }

  private static boolean isLocal(FileSystem fs) {
    return fs.getUri().getScheme().equals("file");
  }

  private static Path local(String folder) {
    return Path.of(new org.apache.hadoop.fs.Path(folder).toUri().getPath()).toAbsolutePath();
  }

  /** The folder itself or the nearest one above it. */
  private static Path existing(String folder) {
    Path path = local(folder).normalize();
    while (path.getParent() != null && !Files.exists(path)) {
      path = path.getParent();
    }
    return path;
  }
}
