package io.millrace.server.web;

import io.millrace.catalog.Metric;
import io.millrace.catalog.VersionEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A metric over versions, with its 95% intervals, as a template draws it: places are in the units
 * of a picture of {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param description what the picture shows, for those who do not see it
 * @param line joins the dots, as an SVG path
 */
record MetricPlot(
    String metric, String description, List<Dot> dots, String line, List<Tick> x, List<Tick> y) {
  static final int WIDTH = 720;
  static final int HEIGHT = 240;
  static final int LEFT = 68;
  static final int RIGHT = WIDTH - 18;
  static final int TOP = 14;
  static final int BOTTOM = HEIGHT - 44;

  private static final double PADDING = 0.08;
  private static final int X_TICKS = 10;
  private static final int Y_TICKS = 4;

  /**
   * A version's value.
   *
   * @param low and {@code high}, the ends of the interval; the value's own place where there is
   *     none
   * @param tone class that tells how the version stands
   */
  record Dot(double x, double y, double low, double high, String tone, String title) {}

  /** A mark on an axis. */
  record Tick(double at, String text) {}

  /**
   * @param versions in order of their numbers; those without the metric are passed over
   */
  static MetricPlot of(String metric, List<VersionEntry> versions) {
    List<VersionEntry> measured =
        versions.stream()
            .filter(version -> version.metrics().containsKey(metric))
            .filter(version -> Double.isFinite(version.metrics().get(metric).value()))
            .toList();
    if (measured.isEmpty()) {
      return new MetricPlot(metric, "", List.of(), "", List.of(), List.of());
    }
    Scale x =
        Scale.between(
            measured.get(0).version(), measured.get(measured.size() - 1).version(), LEFT, RIGHT);
    Scale y = values(metric, measured);
    List<Dot> dots = measured.stream().map(version -> dot(metric, version, x, y)).toList();
    String line =
        dots.stream()
            .map(dot -> String.format(Locale.ROOT, "%.1f %.1f", dot.x(), dot.y()))
            .collect(Collectors.joining(" L ", "M ", ""));
    return new MetricPlot(metric, description(metric, measured), dots, line, x(measured, x), y(y));
  }

  private static Dot dot(String metric, VersionEntry version, Scale x, Scale y) {
    Metric value = version.metrics().get(metric);
    Mark mark = Mark.of(version).get(0);
    String interval =
        hasInterval(value)
            ? " (%s to %s)".formatted(Words.number(value.low()), Words.number(value.high()))
            : "";
    return new Dot(
        x.at(version.version()),
        y.at(value.value()),
        y.at(hasInterval(value) ? value.low() : value.value()),
        y.at(hasInterval(value) ? value.high() : value.value()),
        mark.tone(),
        "Version %d: %s%s, %s"
            .formatted(version.version(), Words.number(value.value()), interval, mark.text()));
  }

  static boolean hasInterval(Metric value) {
    return Double.isFinite(value.low()) && Double.isFinite(value.high());
  }

  private static Scale values(String metric, List<VersionEntry> versions) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (VersionEntry version : versions) {
      Metric value = version.metrics().get(metric);
      boolean interval = hasInterval(value);
      low = Math.min(low, interval ? Math.min(value.low(), value.value()) : value.value());
      high = Math.max(high, interval ? Math.max(value.high(), value.value()) : value.value());
    }
    double room = high > low ? (high - low) * PADDING : Math.max(Math.abs(high) * PADDING, 1e-6);
    return Scale.between(low - room, high + room, BOTTOM, TOP);
  }

  private static List<Tick> x(List<VersionEntry> versions, Scale scale) {
    int step = (versions.size() + X_TICKS - 1) / X_TICKS;
    List<Tick> ticks = new ArrayList<>();
    for (int i = versions.size() - 1; i >= 0; i -= step) {
      int number = versions.get(i).version();
      ticks.add(new Tick(scale.at(number), Integer.toString(number)));
    }
    return ticks;
  }

  private static List<Tick> y(Scale scale) {
    return scale.round(Y_TICKS).stream()
        .map(value -> new Tick(scale.at(value), Words.tick(value, scale.step(Y_TICKS))))
        .toList();
  }

  private static String description(String metric, List<VersionEntry> versions) {
    Comparator<VersionEntry> byValue =
        Comparator.comparingDouble(version -> version.metrics().get(metric).value());
    return "%s of %s: lowest %s, highest %s, newest %s."
        .formatted(
            metric,
            Words.count(versions.size(), "version", "versions"),
            told(metric, versions.stream().min(byValue).orElseThrow()),
            told(metric, versions.stream().max(byValue).orElseThrow()),
            told(metric, versions.get(versions.size() - 1)));
  }

  private static String told(String metric, VersionEntry version) {
    return "%s in version %d"
        .formatted(Words.number(version.metrics().get(metric).value()), version.version());
  }
}
