package io.millrace.launcher.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The folder that Millrace was built in, or that its release was unpacked in.
 *
 * @param home the project's or the release's folder, absolute
 */
public record Installation(Path home) {
  public Installation {
    home = home.toAbsolutePath().normalize();
  }

  /** The one that the script {@code millrace} names, else the working directory. */
  public static Installation current() {
    String home = System.getenv("MILLRACE_HOME");
    return new Installation(
        Path.of(home != null ? home : System.getProperty("millrace.home", ".")));
  }

  /** What jobs run with. A release has it in {@code lib}, a source tree where it is assembled. */
  public SparkRuntime runtime(SparkVersion version) {
    Path released = home.resolve("lib/spark-%s".formatted(version.number()));
    Path assembled = home.resolve("deploy/spark-%s/target/runtime".formatted(version.number()));
    return new SparkRuntime(version, Files.isDirectory(released) ? released : assembled);
  }

  /** Where classes of a runtime are kept between starts. */
  public ClassData classData(SparkRuntime runtime) {
    return new ClassData(home.resolve("target/class-data"), runtime);
  }

  /**
   * The jars whose content decides what a step makes: those that both runtimes have once, ordered
   * by name.
   */
  public List<Path> ownJars() throws IOException {
    SparkRuntime main = runtime(SparkVersion.SPARK_3_5);
    SparkRuntime bigdl = runtime(SparkVersion.SPARK_2_4);
    Map<String, Path> own = new TreeMap<>();
    List<Path> all = new ArrayList<>(main.ownJars());
    if (Files.isDirectory(bigdl.folder())) {
      all.addAll(bigdl.ownJars());
    }
    all.forEach(jar -> own.putIfAbsent(jar.getFileName().toString(), jar));
    if (own.isEmpty()) {
      throw main.notBuilt();
    }
    return List.copyOf(own.values());
  }
}
