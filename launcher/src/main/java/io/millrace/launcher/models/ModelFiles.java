package io.millrace.launcher.models;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files of a version, verified like those that a consumer gets. */
final class ModelFiles {
  private ModelFiles() {}

  static Signature signature(Catalog catalog, VersionEntry version) throws IOException {
    Path folder = Files.createTempDirectory("millrace-show");
    try {
      String reference = version.name() + "/" + version.version();
      Path files = catalog.download(reference, folder.resolve("files"));
      return Signature.fromJson(Files.readAllBytes(files.resolve("signature.json")));
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
