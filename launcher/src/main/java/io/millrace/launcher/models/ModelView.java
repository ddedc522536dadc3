package io.millrace.launcher.models;

import io.millrace.catalog.Metric;
import io.millrace.catalog.ModelEntry;
import io.millrace.catalog.VersionEntry;
import java.util.List;
import java.util.Map;

/** A model for programs; read by others, names stay. */
record ModelView(String name, List<VersionView> versions) {
  /**
   * A version.
   *
   * @param created ISO-8601 in UTC
   */
  record VersionView(
      int version, List<String> aliases, String created, Map<String, Metric> metrics) {}

  static ModelView of(ModelEntry model) {
    return new ModelView(
        model.name(), model.versions().stream().map(version -> view(model, version)).toList());
  }

  private static VersionView view(ModelEntry model, VersionEntry version) {
    return new VersionView(
        version.version(),
        model.aliasesOf(version.version()),
        version.created(),
        version.metrics());
  }
}
