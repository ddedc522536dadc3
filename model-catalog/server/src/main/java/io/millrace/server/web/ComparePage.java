package io.millrace.server.web;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.Metric;
import io.millrace.catalog.VersionComparison;
import io.millrace.catalog.VersionComparison.Difference;
import io.millrace.catalog.VersionEntry;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two versions.
 *
 * @param version the one that was looked at, which is the right one
 * @param with what was asked for, as it was written
 * @param comparison null where there is none, because nothing was asked for or it is not there
 * @param problem why there is none
 */
record ComparePage(
    VersionEntry version, String with, @Nullable VersionComparison comparison, String problem)
    implements View {
  /**
   * @param with a version's number, an alias, or a reference to a version of another model
   */
  static ComparePage of(Catalog catalog, VersionEntry version, String with) {
    if (with.isEmpty()) {
      return new ComparePage(version, with, null, "");
    }
    try {
      String own = version.name() + "/" + version.version();
      return new ComparePage(
          version, with, catalog.curator().compare(reference(version, with), own), "");
    } catch (IllegalArgumentException e) {
      return new ComparePage(version, with, null, String.valueOf(e.getMessage()));
    } catch (CatalogException e) {
      if (e.reason() != CatalogException.Reason.NOT_FOUND) {
        throw e;
      }
      return new ComparePage(version, with, null, String.valueOf(e.getMessage()));
    }
  }

  private static String reference(VersionEntry version, String with) {
    if (with.contains("/")) {
      return with;
    }
    return version.name() + (with.matches("\\d+") ? "/" : "@") + with;
  }

  /** Differences of one kind. */
  record Part(String title, List<Difference> differences) {}

  private static Stream<Part> parts(VersionComparison comparison) {
    return Stream.of(
        new Part("Signature", comparison.signature()),
        new Part("Network", comparison.network()),
        new Part("Features", comparison.features()),
        new Part("Lineage", comparison.lineage()),
        new Part("Tags", comparison.tags()),
        new Part("Files", comparison.files()));
  }

  /** Kinds in which both differ. */
  static List<Part> different(VersionComparison comparison) {
    return parts(comparison).filter(part -> !part.differences().isEmpty()).toList();
  }

  /** Kinds in which they do not. */
  static List<String> same(VersionComparison comparison) {
    return parts(comparison).filter(part -> part.differences().isEmpty()).map(Part::title).toList();
  }

  static String value(@Nullable Metric metric) {
    return metric == null ? "–" : Words.number(metric.value());
  }

  static String interval(@Nullable Metric metric) {
    return metric == null || !MetricPlot.hasInterval(metric)
        ? ""
        : "%s to %s".formatted(Words.number(metric.low()), Words.number(metric.high()));
  }

  @Override
  public String template() {
    return "compare.jte";
  }
}
