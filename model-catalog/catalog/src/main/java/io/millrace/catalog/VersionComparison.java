package io.millrace.catalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two versions, which may be of two models. Only differences stand here, but
 * for metrics, of which all do.
 *
 * @param left the version that the other is compared with
 * @param metrics by name; each was measured on its own version's test rows
 * @param signature columns, outputs, task, classes
 * @param network its layers and their settings
 * @param features transforms and their fitted constants
 * @param lineage run, definition, code, data
 * @param tags and the rest of what the catalog says of both
 * @param files that only one has, or whose bytes differ, with their digests
 */
public record VersionComparison(
    VersionEntry left,
    VersionEntry right,
    Map<String, MetricPair> metrics,
    List<Difference> signature,
    List<Difference> network,
    List<Difference> features,
    List<Difference> lineage,
    List<Difference> tags,
    List<Difference> files) {
  /** A metric of both versions; null where one has none of that name. */
  public record MetricPair(@Nullable Metric left, @Nullable Metric right) {
    /** Right less left; NaN where one is missing. */
    public double change() {
      return left == null || right == null ? Double.NaN : right.value() - left.value();
    }
  }

  /**
   * A value that differs.
   *
   * @param path where it stands: {@code layers.dense_1.units}
   * @param left null where it is missing
   * @param right null where it is missing
   */
  public record Difference(String path, @Nullable String left, @Nullable String right) {}
}
