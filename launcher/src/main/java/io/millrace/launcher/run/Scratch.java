package io.millrace.launcher.run;

import io.millrace.handoff.RunDirectory;
import io.millrace.handoff.Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders for what processes leave behind: blocks of Spark, unpacked native libraries. They lie
 * below the run; where they cannot, in the machine's temporary folder, named after the process that
 * made them, so that the next run on this host knows which have no owner any more.
 */
final class Scratch {
  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
  private static final Pattern NAME = Pattern.compile("millrace-([0-9a-f]+)-(\\d+)-(\\d+)-\\d+");
  private static final long SAME_START_MS = 60_000;

  /** Far below the 4,096 of Linux, so that all that is unpacked there has room. */
  private static final int LONGEST = 1_000;

  private Scratch() {}

  /** A new folder for a process of a run. */
  static Path of(RunDirectory run) throws IOException {
    if (LocalFolder.isLocal(run.storage(), run.root())) {
      Path folder = LocalFolder.of(run.temporary());
      if (fits(folder)) {
        return Files.createTempDirectory(Files.createDirectories(folder), "job-");
      }
    }
    return ofMachine();
  }

  /** A new folder for a process that belongs to no run. */
  static Path ofMachine() throws IOException {
    return Files.createTempDirectory(
        "millrace-%s-%d-%d-"
            .formatted(host(), ProcessHandle.current().pid(), start(ProcessHandle.current())));
  }

  /** Spark reads a list where there is a comma; libraries load only from where files may run. */
  private static boolean fits(Path folder) throws IOException {
    String text = folder.toString();
    return text.length() < LONGEST && !text.contains(",") && isMine(folder) && mayRun(folder);
  }

  private static boolean mayRun(Path folder) throws IOException {
    Path file = Files.createTempFile(Files.createDirectories(folder), "run-", "");
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      return Files.isExecutable(file);
    } catch (UnsupportedOperationException e) {
      return false;
    } finally {
      Files.delete(file);
    }
  }

  /** Another user may have made the folder, on another host too. */
  private static boolean isMine(Path folder) {
    return !Files.exists(folder) || Files.isWritable(folder);
  }

  /** Removes a folder, and what held it in its run. */
  static void remove(Path scratch, RunDirectory run) throws IOException {
    LocalFolder.delete(scratch);
    if (LocalFolder.isLocal(run.storage(), run.root())) {
      removeIfMine(LocalFolder.of(run.temporary()));
    }
  }

  /**
   * Removes what killed runs of a pipeline have left; nobody else may be at work on it.
   *
   * @param folder {@code runs/<pipeline>}
   */
  static void clean(Storage storage, org.apache.hadoop.fs.Path folder) throws IOException {
    cleanMachine(Path.of(System.getProperty("java.io.tmpdir")));
    if (LocalFolder.isLocal(storage, folder)) {
      for (FileStatus run : storage.fs(folder).listStatus(folder)) {
        removeIfMine(LocalFolder.of(new RunDirectory(storage, run.getPath()).temporary()));
      }
    }
  }

  /** Removes the folders of processes of this host that are gone. */
  static void cleanMachine(Path temporary) throws IOException {
    List<Path> dead;
    try (Stream<Path> all = Files.list(temporary)) {
      dead = all.filter(Scratch::isAbandoned).toList();
    }
    dead.forEach(Scratch::removeIfMine);
  }

  private static void removeIfMine(Path folder) {
    try {
      LocalFolder.delete(folder);
    } catch (IOException e) {
      LOG.debug("'{}' stays: another user, who has left it there, will remove it", folder, e);
    }
  }

  private static boolean isAbandoned(Path folder) {
    Matcher name = NAME.matcher(folder.getFileName().toString());
    if (!name.matches() || !name.group(1).equals(host())) {
      return false;
    }
    Optional<ProcessHandle> owner = ProcessHandle.of(Long.parseLong(name.group(2)));
    long start = Long.parseLong(name.group(3));
    return owner.filter(o -> Math.abs(start(o) - start) < SAME_START_MS).isEmpty();
  }

  /** When a process began: a later one may have its number. Milliseconds; 0 if unknown. */
  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(instant -> instant.toEpochMilli()).orElse(0L);
  }

  /** Containers may share the folder, but do not see each other's processes. */
  private static String host() {
    try {
      return Integer.toHexString(InetAddress.getLocalHost().getHostName().hashCode());
    } catch (java.net.UnknownHostException e) {
      return "0";
    }
  }
}
