package io.millrace.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A jar that is shipped, by the name and version that its file says. */
record ShippedJar(String name, String version) {
  /** The last number with a dot begins the version: spark-core_2.12-3.5.5, log4j-1.2-api-2.20.0. */
  private static final Pattern FILE = Pattern.compile("(.+)-(\\d+\\..*)\\.jar");

  private static final List<String> FOLDERS =
      List.of(
          "launcher/target/lib",
          "deploy/spark-3.5/target/runtime/jars",
          "deploy/spark-3.5/target/runtime/lib",
          "deploy/spark-2.4/target/runtime/jars",
          "deploy/spark-2.4/target/runtime/lib");

  /** All jars of the launcher and of both runtimes, as they were assembled below a folder. */
  static List<ShippedJar> all(Path home) throws IOException {
    List<ShippedJar> jars = new ArrayList<>();
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.list(home.resolve(folder))) {
        files.map(file -> of(file.getFileName().toString())).forEach(jars::add);
      }
    }
    return List.copyOf(jars);
  }

  static ShippedJar of(String file) {
    Matcher parts = FILE.matcher(file);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "Cannot tell the version of '%s' (expected NAME-VERSION.jar).".formatted(file));
    }
    return new ShippedJar(parts.group(1), parts.group(2));
  }
}
