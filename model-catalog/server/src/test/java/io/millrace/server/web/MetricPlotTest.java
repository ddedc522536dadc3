package io.millrace.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.catalog.Lifecycle;
import io.millrace.catalog.Metric;
import io.millrace.catalog.VersionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricPlotTest {
  private static VersionEntry version(int number, Metric metric) {
    return new VersionEntry(
        "ops/delay",
        number,
        number == 3 ? VersionEntry.REJECTED : VersionEntry.PUBLISHED,
        "2026-01-01T00:00:00Z",
        "ann",
        "run-" + number,
        "data-" + number,
        Map.of("rocAuc", metric),
        Map.of(),
        "",
        Lifecycle.ACTIVE,
        List.of(),
        List.of(),
        null);
  }

  private static Metric exact(double value) {
    return new Metric(value, Double.NaN, Double.NaN);
  }

  @Test
  void placesValuesInProportion() {
    List<VersionEntry> versions =
        List.of(
            version(1, new Metric(0.6, 0.5, 0.7)),
            version(2, new Metric(0.7, 0.6, 0.8)),
            version(3, new Metric(0.8, 0.7, 0.9)));
    List<MetricPlot.Dot> dots = MetricPlot.of("rocAuc", versions).dots();

    assertThat(dots.get(0).x()).isEqualTo(MetricPlot.LEFT);
    assertThat(dots.get(2).x()).isEqualTo(MetricPlot.RIGHT);
    assertThat(dots.get(1).x()).isCloseTo((MetricPlot.LEFT + MetricPlot.RIGHT) / 2.0, within(1e-9));
    // Larger is higher up; the middle value stands in the middle.
    assertThat(dots.get(0).y()).isGreaterThan(dots.get(2).y());
    assertThat(dots.get(1).y()).isCloseTo((MetricPlot.TOP + MetricPlot.BOTTOM) / 2.0, within(1e-9));
    assertThat(dots.get(0).low() - dots.get(0).y())
        .isCloseTo(dots.get(0).y() - dots.get(0).high(), within(1e-9));
    assertThat(dots)
        .allSatisfy(
            dot -> {
              assertThat(dot.low()).isBetween((double) MetricPlot.TOP, (double) MetricPlot.BOTTOM);
              assertThat(dot.high()).isBetween((double) MetricPlot.TOP, (double) MetricPlot.BOTTOM);
            });
    assertThat(dots).extracting(MetricPlot.Dot::tone).containsExactly("plain", "plain", "bad");
    assertThat(dots.get(0).title()).isEqualTo("Version 1: 0.6000 (0.5000 to 0.7000), not reviewed");
  }

  @Test
  void tellsWhatItShows() {
    MetricPlot plot =
        MetricPlot.of(
            "rocAuc",
            List.of(version(1, exact(0.7)), version(2, exact(0.5)), version(3, exact(0.6))));
    assertThat(plot.description())
        .isEqualTo(
            "rocAuc of 3 versions: lowest 0.5000 in version 2, highest 0.7000 in version 1, newest 0.6000 in version 3.");
    assertThat(plot.y()).extracting(MetricPlot.Tick::text).contains("0.50", "0.60", "0.70");
  }

  @Test
  void plotsOneVersionAndEqualOnes() {
    MetricPlot one = MetricPlot.of("rocAuc", List.of(version(1, exact(0.66))));
    assertThat(one.dots()).hasSize(1);
    assertThat(one.dots().get(0).x())
        .isBetween((double) MetricPlot.LEFT, (double) MetricPlot.RIGHT);
    assertThat(one.y()).isNotEmpty();
    MetricPlot zeros = MetricPlot.of("rocAuc", List.of(version(1, exact(0)), version(2, exact(0))));
    assertThat(zeros.dots().get(0).y()).isEqualTo(zeros.dots().get(1).y()).isFinite();
    assertThat(zeros.y()).isNotEmpty();
  }

  @Test
  void passesOverVersionsWithoutTheMetric() {
    List<VersionEntry> versions = List.of(version(1, exact(0.6)), version(2, exact(Double.NaN)));
    assertThat(MetricPlot.of("rocAuc", versions).dots()).hasSize(1);
    assertThat(MetricPlot.of("rmse", versions).dots()).isEmpty();
    assertThat(MetricPlot.of("rocAuc", List.of()).dots()).isEmpty();
  }

  @Test
  void marksFewOfManyVersions() {
    List<VersionEntry> versions = new ArrayList<>();
    for (int number = 9901; number <= 10_000; number++) {
      versions.add(version(number, exact(0.6)));
    }
    List<MetricPlot.Tick> ticks = MetricPlot.of("rocAuc", versions).x();
    assertThat(ticks).hasSizeBetween(5, 12);
    assertThat(ticks).extracting(MetricPlot.Tick::text).contains("10000");
  }
}
