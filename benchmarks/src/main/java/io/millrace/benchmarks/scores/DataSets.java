package io.millrace.benchmarks.scores;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where public data sets stand, each in a folder of its own; none of them is part of Millrace. */
final class DataSets {
  private static final String VARIABLE = "MILLRACE_DATASETS";

  private DataSets() {}

  /**
   * The folder of a data set. Ends the process with code 2 if it is not there.
   *
   * @param home the source tree
   */
  static Path folder(Path home, String name) {
    String named = System.getenv(VARIABLE);
    Path all = named == null ? home.resolve("../shared/datasets").normalize() : Path.of(named);
    Path folder = all.resolve(name).toAbsolutePath();
    if (!Files.isDirectory(folder)) {
      System.err.printf(
          "Cannot measure: there is no folder '%s' (expected the files that docs/benchmarks.md describes). Set %s to the folder of the data sets.%n",
          folder, VARIABLE);
      System.exit(2);
    }
    return folder;
  }
}
