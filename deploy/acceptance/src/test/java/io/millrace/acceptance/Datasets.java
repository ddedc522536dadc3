package io.millrace.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Public data sets, which are no part of the project. */
final class Datasets {
  private static final String NAMED = "MILLRACE_DATASETS";

  private Datasets() {}

  /** The folder of a data set; the test is skipped where one of its files is not there. */
  static Path folder(String set, String... files) {
    String named = Optional.ofNullable(System.getProperty(NAMED)).orElse(System.getenv(NAMED));
    Path datasets = named == null ? Launch.HOME.resolve("../shared/datasets") : Path.of(named);
    Path folder = datasets.toAbsolutePath().normalize().resolve(set);
    for (String file : files) {
      assumeTrue(
          Files.exists(folder.resolve(file)),
          "'%s' is not in '%s': set %s to the folder that holds '%s'."
              .formatted(file, folder, NAMED, set));
    }
    return folder;
  }
}
