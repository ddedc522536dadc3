package io.millrace.launcher.models;

import io.millrace.catalog.CatalogReader;
import io.millrace.catalog.Signature;
import io.millrace.catalog.VersionContent;
import io.millrace.catalog.VersionEntry;
import io.millrace.handoff.Json;
import io.millrace.spec.evaluation.Comparison;
import io.millrace.spec.evaluation.Importance;
import io.millrace.spec.evaluation.ModelEvaluation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the files of a version say, verified like those that a consumer gets.
 *
 * @param evaluation empty where the version was published without one
 */
record ModelFiles(Signature signature, Optional<ModelEvaluation> evaluation) {
  private static final String EVALUATION = "evaluation.json";

  static ModelFiles of(CatalogReader catalog, VersionEntry version) throws IOException {
    VersionContent content = catalog.content(version.name() + "/" + version.version());
    return new ModelFiles(content.signature(), evaluation(content));
  }

  private static Optional<ModelEvaluation> evaluation(VersionContent content) throws IOException {
    if (content.artifact(EVALUATION).isEmpty()) {
      return Optional.empty();
    }
    VersionEntry version = content.version();
    return Optional.of(
        Json.read(
            content.read(EVALUATION),
            ModelEvaluation.class,
            ModelEvaluation.VERSION,
            "%s/%d: %s".formatted(version.name(), version.version(), EVALUATION)));
  }

  /** With other models. */
  List<Comparison> comparisons() {
    return evaluation.map(ModelEvaluation::comparisons).orElse(List.of());
  }

  /** Of the raw columns, by falling change. */
  List<Importance> importance() {
    return evaluation.map(ModelEvaluation::importance).orElse(List.of());
  }
}
