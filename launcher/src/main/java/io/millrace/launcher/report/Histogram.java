package io.millrace.launcher.report;

import io.millrace.spec.data.ColumnProfile;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A histogram out of quantiles: between two neighbours lies a known share of the values, so the
 * bar's area is that share.
 */
final class Histogram {
  private static final double WIDTH = 200;
  private static final double HEIGHT = 44;

  /** A bar from 1% to 99% of the values; in units of the drawing, y grows downwards. */
  record Bin(String x, String y, String width, String height, String title) {}

  private Histogram() {}

  /** The bars; empty where the column has too few different quantiles to draw. */
  static List<Bin> of(ColumnProfile column) {
    List<double[]> points = new ArrayList<>();
    for (ColumnProfile.Quantile quantile : column.quantiles()) {
      OptionalDouble value = number(quantile.value());
      if (value.isEmpty()) {
        return List.of();
      }
      points.add(new double[] {quantile.at(), value.getAsDouble()});
    }
    if (points.size() < 3) {
      return List.of();
    }
    double first = points.get(0)[1];
    double span = points.get(points.size() - 1)[1] - first;
    return span > 0 ? bars(column, points, first, span) : List.of();
  }

  private static List<Bin> bars(
      ColumnProfile column, List<double[]> points, double first, double span) {
    double highest = 0;
    for (int i = 1; i < points.size(); i++) {
      highest = Math.max(highest, density(points, i, span));
    }
    List<Bin> bars = new ArrayList<>();
    for (int i = 1; i < points.size(); i++) {
      double left = (points.get(i - 1)[1] - first) / span * WIDTH;
      double width = (points.get(i)[1] - points.get(i - 1)[1]) / span * WIDTH;
      double height = density(points, i, span) / highest * HEIGHT;
      if (width > 0) {
        bars.add(
            new Bin(
                text(left),
                text(HEIGHT - height),
                text(Math.max(0.6, width - 0.8)),
                text(height),
                "%s of the values from %s to %s"
                    .formatted(
                        Words.percent(points.get(i)[0] - points.get(i - 1)[0]),
                        Words.number(column.quantiles().get(i - 1).value()),
                        Words.number(column.quantiles().get(i).value()))));
      }
    }
    return bars;
  }

  /** Two equal quantiles are drawn at least a hundredth wide, so that the rest can be seen. */
  private static double density(List<double[]> points, int i, double span) {
    double width = Math.max(points.get(i)[1] - points.get(i - 1)[1], span / 100);
    return (points.get(i)[0] - points.get(i - 1)[0]) / width;
  }

  /** A number, or seconds of a time on its own clock. */
  static OptionalDouble number(String text) {
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return time(text);
    }
  }

  private static OptionalDouble time(String text) {
    String iso = text.replace(' ', 'T');
    try {
      return OptionalDouble.of(
          iso.contains("T")
              ? LocalDateTime.parse(iso.replaceFirst("Z$", "")).toEpochSecond(ZoneOffset.UTC)
              : LocalDate.parse(iso).toEpochDay() * 86_400.0);
    } catch (DateTimeParseException e) {
      return OptionalDouble.empty();
    }
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
