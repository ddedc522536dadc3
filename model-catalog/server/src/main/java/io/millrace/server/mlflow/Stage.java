package io.millrace.server.mlflow;

import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import io.millrace.server.api.ApiException;
import java.util.Arrays;
import java.util.List;

/**
 * MLflow's stages, as what a version is in the catalog: {@code champion} is Production, {@code
 * candidate} is Staging, and what no alias may point to is Archived.
 */
enum Stage {
  NONE("None"),
  STAGING("Staging"),
  PRODUCTION("Production"),
  ARCHIVED("Archived");

  static final String CHAMPION = "champion";
  static final String CANDIDATE = "candidate";

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  static Stage of(ModelEntry model, VersionEntry version) {
    List<String> aliases = model.aliasesOf(version.version());
    if (version.rejected() || version.declined() || version.lifecycle() == Lifecycle.ARCHIVED) {
      return ARCHIVED;
    }
    if (aliases.contains(CHAMPION)) {
      return PRODUCTION;
    }
    return aliases.contains(CANDIDATE) ? STAGING : NONE;
  }

  /** By its label, in any case, as MLflow takes it. */
  static Stage parse(String text) {
    return Arrays.stream(values())
        .filter(stage -> stage.label.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.invalid(
                    "Cannot use stage '%s' (expected None, Staging, Production or Archived)."
                        .formatted(text)));
  }
}
