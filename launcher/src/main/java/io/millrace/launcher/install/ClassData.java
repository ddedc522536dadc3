package io.millrace.launcher.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Class-data sharing: the classes of a Spark as Java lays them out in memory, in a file that later
 * processes map. Reading and checking some ten thousand classes is most of the time before Spark's
 * first task. The first process of a Spark writes the file when it ends.
 */
public final class ClassData {
  private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  private static final String NEW = "classes.jsa";
  private static final int DIGITS = 16;

  private final Path folder;
  private final SparkRuntime runtime;

  /**
   * @param folder of the archives
   */
  ClassData(Path folder, SparkRuntime runtime) {
    this.folder = folder;
    this.runtime = runtime;
  }

  /**
   * Options for a process whose class path is the runtime's, without folders: Java refuses to keep
   * classes of folders.
   *
   * @param scratch where the process may write a new archive
   */
  public List<String> options(Path scratch) throws IOException {
    Path archive = archive();
    if (Files.isRegularFile(archive)) {
      return Stream.concat(QUIET.stream(), Stream.of("-XX:SharedArchiveFile=" + archive)).toList();
    }
    return isWritable()
        ? Stream.concat(
                QUIET.stream(), Stream.of("-XX:ArchiveClassesAtExit=" + scratch.resolve(NEW)))
            .toList()
        : List.of();
  }

  /**
   * Keeps the archive that a process has written, in place of those of earlier jars. Without it the
   * next start is slower and nothing else is lost, so a full disk is no reason to fail.
   */
  public void keep(Path scratch) {
    Path written = scratch.resolve(NEW);
    if (!Files.isRegularFile(written) || !isWritable()) {
      return;
    }
    try {
      Files.createDirectories(folder);
      // From another file system, a move is a copy that a second process could see half-written.
      Path beside = Files.createTempFile(folder, ".new-", ".jsa");
      try {
        Files.copy(written, beside, StandardCopyOption.REPLACE_EXISTING);
        replace(beside);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(ClassData.class).warn("Cannot keep classes in '{}'", folder, e);
    }
  }

  private void replace(Path beside) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path old : files.filter(f -> f.getFileName().toString().startsWith(prefix())).toList()) {
        Files.deleteIfExists(old);
      }
    }
    Files.move(beside, archive(), StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean isWritable() {
    Path place = folder;
    while (!Files.exists(place) && place.getParent() != null) {
      place = place.getParent();
    }
    return Files.isWritable(place);
  }

  private String prefix() {
    return "spark-%s-".formatted(runtime.version().number());
  }

  /** For this Java and the jars as they are. */
  private Path archive() throws IOException {
    return folder.resolve(prefix() + digest() + ".jsa");
  }

  private String digest() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8));
      for (Path folder : List.of(runtime.jars(), runtime.lib())) {
        for (Path jar : runtime.files(folder)) {
          String line =
              "%s %d %s".formatted(jar, Files.size(jar), Files.getLastModifiedTime(jar).toMillis());
          digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
