package io.millrace.jobs.features;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;

import io.millrace.spec.feature.FeatureSpec;
import io.millrace.spec.feature.Impute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * The quantiles that features want, one sketch for each raw column: the sketches are the dearest
 * part of fitting, and several features often read one column.
 */
record Quantiles(Map<String, List<Double>> ranksByColumn) {
  /** 1 / accuracy is the rank error of a quantile. */
  private static final int ACCURACY = 10_000;

  private static final double MEDIAN = 0.5;
  private static final String PREFIX = "__quantiles_";

  static Quantiles wanted(List<FeatureSpec> features) {
    Map<String, TreeSet<Double>> ranks = new LinkedHashMap<>();
    for (FeatureSpec feature : features) {
      if (feature instanceof FeatureSpec.Numeric numeric && numeric.impute() == Impute.MEDIAN) {
        ranks.computeIfAbsent(numeric.column(), c -> new TreeSet<>()).add(MEDIAN);
      } else if (feature instanceof FeatureSpec.Bins bins) {
        ranks.computeIfAbsent(bins.column(), c -> new TreeSet<>()).addAll(ranks(bins));
      }
    }
    Map<String, List<Double>> lists = new LinkedHashMap<>();
    ranks.forEach((column, values) -> lists.put(column, List.copyOf(values)));
    return new Quantiles(lists);
  }

  private static List<Double> ranks(FeatureSpec.Bins bins) {
    List<Double> ranks = new ArrayList<>();
    for (int i = 1; i < bins.bins(); i++) {
      ranks.add(i / (double) bins.bins());
    }
    return ranks;
  }

  /** Aggregates that give all of them. */
  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    ranksByColumn.forEach(
        (column, ranks) ->
            columns.add(
                percentile_approx(
                        TransformColumns.number(column),
                        array(ranks.stream().map(rank -> lit(rank)).toArray(Column[]::new)),
                        lit(ACCURACY))
                    .as(PREFIX + column)));
    return columns;
  }

  /** The median of a feature's column; 0 where it has no values or none is wanted. */
  double median(Row found, FeatureSpec.Numeric feature) {
    if (feature.impute() != Impute.MEDIAN) {
      return 0;
    }
    List<Double> values = values(found, feature.column());
    return values.isEmpty() ? 0 : value(values, feature.column(), MEDIAN);
  }

  /** Strictly ascending edges; none where the column has no values. */
  List<Double> edges(Row found, FeatureSpec.Bins bins) {
    List<Double> values = values(found, bins.column());
    if (values.isEmpty()) {
      return List.of();
    }
    return ranks(bins).stream()
        .map(rank -> value(values, bins.column(), rank))
        .distinct()
        .sorted()
        .toList();
  }

  private double value(List<Double> values, String column, double rank) {
    return values.get(ranksByColumn.get(column).indexOf(rank));
  }

  private static List<Double> values(Row found, String column) {
    int i = found.fieldIndex(PREFIX + column);
    return found.isNullAt(i) ? List.of() : found.getList(i);
  }
}
