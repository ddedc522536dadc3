package io.millrace.launcher.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The folder that Millrace was built in.
 *
 * @param home the project's folder, absolute
 */
public record Installation(Path home) {
  private static final String OWN_CLASSES = "io/millrace/";

  public Installation {
    home = home.toAbsolutePath().normalize();
  }

  /** The one that the script {@code millrace} names, else the working directory. */
  public static Installation current() {
    String home = System.getenv("MILLRACE_HOME");
    return new Installation(
        Path.of(home != null ? home : System.getProperty("millrace.home", ".")));
  }

  /** A Spark installation: {@code jars/} beside {@code lib/}. */
  public Path sparkRuntime() {
    return home.resolve("deploy/spark-3.5/target/runtime");
  }

  /** What Millrace adds to Spark, without the jobs themselves. */
  public List<Path> libraries() throws IOException {
    Path jobs = jobsJar();
    return jars().stream().filter(jar -> !jar.equals(jobs)).toList();
  }

  /** The jobs. */
  public Path jobsJar() throws IOException {
    return jars().stream()
        .filter(jar -> jar.getFileName().toString().startsWith("pipeline-jobs-"))
        .findFirst()
        .orElseThrow(this::notBuilt);
  }

  /** The jars whose content decides what a step makes. */
  public List<Path> ownJars() throws IOException {
    List<Path> own = jars().stream().filter(Installation::isOwn).toList();
    if (own.isEmpty()) {
      throw notBuilt();
    }
    return own;
  }

  private List<Path> jars() throws IOException {
    Path lib = sparkRuntime().resolve("lib");
    if (!Files.isDirectory(lib)) {
      throw notBuilt();
    }
    try (Stream<Path> files = Files.list(lib)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static boolean isOwn(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().anyMatch(entry -> entry.getName().startsWith(OWN_CLASSES));
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot read '%s': it is not a whole jar. Build again: mvn -DskipTests package."
              .formatted(jar),
          e);
    }
  }

  private IllegalStateException notBuilt() {
    return new IllegalStateException(
        "Cannot find the jobs in '%s': Millrace is not built (expected %s). Start it by the script 'millrace', or build it: mvn -DskipTests package."
            .formatted(home, sparkRuntime().resolve("lib")));
  }
}
