package io.millrace.launcher.models;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionEntry;
import io.millrace.handoff.Json;
import io.millrace.spec.evaluation.Comparison;
import io.millrace.spec.evaluation.Importance;
import io.millrace.spec.evaluation.ModelEvaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the files of a version say, verified like those that a consumer gets.
 *
 * @param evaluation empty where the version was published without one
 */
record ModelFiles(Signature signature, Optional<ModelEvaluation> evaluation) {
  private static final String EVALUATION = "evaluation.json";

  static ModelFiles of(Catalog catalog, VersionEntry version) throws IOException {
    Path folder = Files.createTempDirectory("millrace-show");
    try {
      String reference = version.name() + "/" + version.version();
      Path files = catalog.download(reference, folder.resolve("files"));
      return new ModelFiles(
          Signature.fromJson(Files.readAllBytes(files.resolve("signature.json"))),
          evaluation(files.resolve(EVALUATION), reference));
    } finally {
      delete(folder);
    }
  }

  private static Optional<ModelEvaluation> evaluation(Path file, String reference)
      throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(
        Json.read(
            Files.readAllBytes(file),
            ModelEvaluation.class,
            ModelEvaluation.VERSION,
            reference + ": " + EVALUATION));
  }

  /** With other models. */
  List<Comparison> comparisons() {
    return evaluation.map(ModelEvaluation::comparisons).orElse(List.of());
  }

  /** Of the raw columns, by falling change. */
  List<Importance> importance() {
    return evaluation.map(ModelEvaluation::importance).orElse(List.of());
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
