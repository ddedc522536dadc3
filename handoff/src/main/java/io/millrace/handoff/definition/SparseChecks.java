package io.millrace.handoff.definition;

import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.model.ModelSpec;
import io.millrace.spec.model.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks that sparse features only reach networks of layers: MLlib would need them as columns. */
final class SparseChecks {
  private final Draft draft;
  private final Problems problems;

  SparseChecks(Draft draft, Problems problems) {
    this.draft = draft;
    this.problems = problems;
  }

  void run() {
    List<String> sparse = sparse();
    if (!sparse.isEmpty()) {
      draft.models().values().forEach(model -> model.ifPresent(m -> model(m, sparse)));
    }
  }

  private List<String> sparse() {
    List<String> sparse = new ArrayList<>();
    for (Map.Entry<String, Optional<FeatureSpec>> feature : draft.features().entrySet()) {
      feature
          .getValue()
          .filter(FeatureSpec.Sparse.class::isInstance)
          .ifPresent(f -> sparse.add(feature.getKey()));
    }
    return sparse;
  }

  private void model(ModelSpec model, List<String> sparse) {
    if (model.settings() instanceof TrainingSettings.Deep) {
      return;
    }
    for (String feature : sparse) {
      boolean named = model.features().contains(feature);
      if (named || model.features().isEmpty()) {
        List<String> at = List.of("models", model.name());
        problems.add(
            named ? Locations.append(at, "features") : at,
            "Cannot train model '%s': feature '%s' is sparse (expected numbers and indices for network '%s'). Name its features without it.",
            model.name(),
            feature,
            model.network());
      }
    }
  }
}
