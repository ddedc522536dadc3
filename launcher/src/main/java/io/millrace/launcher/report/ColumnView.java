package io.millrace.launcher.report;

import io.millrace.spec.data.ColumnProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column of the cleaned data.
 *
 * @param facts names with values
 * @param bins of a small histogram, empty where there are no quantiles
 * @param top frequent values
 */
record ColumnView(
    String name,
    String type,
    List<Head.Fact> facts,
    List<Histogram.Bin> bins,
    String low,
    String high,
    List<Top> top) {
  private static final int SHOWN = 8;

  /** A frequent value; share of all rows, width of its bar in percent of the longest. */
  record Top(String value, String count, String share, String width) {}

  static List<ColumnView> of(RunFacts run) {
    return run.profile().stream().map(ColumnView::of).toList();
  }

  private static ColumnView of(ColumnProfile column) {
    List<Histogram.Bin> bins = Histogram.of(column);
    return new ColumnView(
        column.column(),
        column.type(),
        facts(column),
        bins,
        Words.number(column.min()),
        Words.number(column.max()),
        bins.isEmpty() ? top(column) : List.of());
  }

  private static List<Head.Fact> facts(ColumnProfile column) {
    List<Head.Fact> facts = new ArrayList<>();
    facts.add(
        new Head.Fact(
            "Missing",
            column.nulls() == 0
                ? "none"
                : "%s (%s)"
                    .formatted(
                        Words.count(column.nulls()),
                        Words.percent((double) column.nulls() / rows(column))),
            ""));
    facts.add(
        new Head.Fact(
            "Distinct",
            (column.distinctError() > 0 && column.distinct() > 100 ? "about " : "")
                + Words.count(Math.round(column.distinct())),
            ""));
    if (column.mean() != null) {
      facts.add(new Head.Fact("Mean", Words.number(column.mean().toString()), ""));
    }
    if (column.stddev() != null) {
      facts.add(new Head.Fact("Std dev", Words.number(column.stddev().toString()), ""));
    }
    column.quantiles().stream()
        .filter(quantile -> quantile.at() == 0.5)
        .findFirst()
        .ifPresent(median -> facts.add(new Head.Fact("Median", Words.number(median.value()), "")));
    return facts;
  }

  /** The missing ones among them. */
  private static long rows(ColumnProfile column) {
    return Math.max(1, column.count());
  }

  private static List<Top> top(ColumnProfile column) {
    long most = column.top().stream().mapToLong(ColumnProfile.TopValue::count).max().orElse(1);
    return column.top().stream()
        .limit(SHOWN)
        .map(
            value ->
                new Top(
                    value.value(),
                    Words.count(value.count()),
                    Words.percent((double) value.count() / rows(column)),
                    String.format(Locale.ROOT, "%.1f", 100.0 * value.count() / most)))
        .toList();
  }
}
