package io.millrace.launcher.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * An assembled Spark with the jobs that run on it.
 *
 * @param folder with {@code jars/}, as in a Spark installation, and {@code lib/}, what Millrace
 *     adds
 */
public record SparkRuntime(SparkVersion version, Path folder) {
  private static final String OWN_CLASSES = "io/millrace/";

  /** The jobs and what they need besides Spark. */
  public Path lib() {
    return folder.resolve("lib");
  }

  /** The jars that a Spark installation brings. */
  public Path jars() {
    return folder.resolve("jars");
  }

  /**
   * The class path of a process of Spark. What a driver looks up in each step of a training stands
   * first: Spark 2.4 reads the class files of its closures again each time, and Java asks one jar
   * after the other.
   */
  public List<String> classPath() throws IOException {
    List<String> path = new ArrayList<>();
    if (version == SparkVersion.SPARK_2_4) {
      for (String often : List.of("bigdl-", "spark-core_")) {
        files(jars()).stream()
            .filter(jar -> jar.getFileName().toString().startsWith(often))
            .forEach(jar -> path.add(jar.toString()));
      }
    }
    path.add(jars() + "/*");
    return path;
  }

  /** What Millrace adds to Spark, without the jobs themselves. */
  public List<Path> libraries() throws IOException {
    Path jobs = jobsJar();
    return files(lib()).stream().filter(jar -> !jar.equals(jobs)).toList();
  }

  /** The jobs. */
  public Path jobsJar() throws IOException {
    return files(lib()).stream()
        .filter(jar -> jar.getFileName().toString().startsWith(version.jobs()))
        .findFirst()
        .orElseThrow(this::notBuilt);
  }

  /** Those of its jars that are Millrace's. */
  List<Path> ownJars() throws IOException {
    return files(lib()).stream().filter(SparkRuntime::isOwn).toList();
  }

  List<Path> files(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      throw notBuilt();
    }
    try (Stream<Path> files = Files.list(place)) {
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

  IllegalStateException notBuilt() {
    return new IllegalStateException(
        "Cannot find the jobs for Spark %s in '%s': Millrace is not built (expected a jar %s*). Start it by the script 'millrace', or build it: mvn -DskipTests package."
            .formatted(version.number(), folder.resolve("lib"), version.jobs()));
  }
}
