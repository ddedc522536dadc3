package io.millrace.spec.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one scan tells of a column. Sketches are mergeable and their errors are stated.
 *
 * @param distinct estimated number of different values, within distinctError (relative, 95%)
 * @param min as text, null where all values are missing
 * @param mean null but for numbers
 * @param quantiles of numbers and times at 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, rank error at
 *     most quantileError (95%); empty otherwise
 * @param top the most frequent values with counts that are low by at most topError rows each
 */
public record ColumnProfile(
    String column,
    String type,
    long count,
    long nulls,
    double distinct,
    double distinctError,
    @Nullable String min,
    @Nullable String max,
    @Nullable Double mean,
    @Nullable Double stddev,
    List<Quantile> quantiles,
    double quantileError,
    List<TopValue> top,
    long topError) {
  /** A quantile: the value, as text, below which this share of the values lies. */
  public record Quantile(double at, String value) {}

  /** A frequent value. */
  public record TopValue(String value, long count) {}
}
