package io.millrace.server.web;

import io.millrace.catalog.VersionEntry;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Metrics in the order in which people ask for them. */
final class MetricNames {
  private static final List<String> FIRST =
      List.of("rocAuc", "prAuc", "logLoss", "brier", "accuracy", "f1", "rmse");
  private static final Comparator<String> ORDER =
      Comparator.comparingInt(MetricNames::rank).thenComparing(Comparator.naturalOrder());

  private MetricNames() {}

  private static int rank(String name) {
    int rank = FIRST.indexOf(name);
    return rank < 0 ? FIRST.size() : rank;
  }

  /** All that some of the versions have. */
  static List<String> of(Collection<VersionEntry> versions) {
    return versions.stream()
        .flatMap(version -> version.metrics().keySet().stream())
        .distinct()
        .sorted(ORDER)
        .toList();
  }
}
