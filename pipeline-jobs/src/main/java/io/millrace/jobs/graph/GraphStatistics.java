package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.data.Names;
import io.millrace.spec.graph.GraphManifest.Degrees;
import io.millrace.spec.graph.GraphManifest.Hub;
import io.millrace.spec.target.LabelSpec;
import io.millrace.spec.target.SplitSpec;
import io.millrace.spec.target.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is worth knowing of a graph.
 *
 * @param unit what a label is of: {@code node}, {@code graph} or {@code pair}
 * @param labels by part of the first split the units of each class; empty for numbers as labels
 */
record GraphStatistics(
    long edges,
    Degrees inDegree,
    Degrees outDegree,
    long isolated,
    Hub hub,
    boolean weighted,
    String unit,
    Map<String, Map<String, Long>> labels) {
  private static final List<Double> RANKS = List.of(0.25, 0.5, 0.75, 0.9, 0.99);

  /** 1 / accuracy is the rank error of a quantile. */
  private static final int ACCURACY = 10_000;

  /** Above this share of all edges a node is worth a warning. */
  private static final double LARGE_HUB = 0.1;

  /**
   * Of nodes as {@link NodeDegrees#add} gives them.
   *
   * @param unit what a label is of
   */
  static GraphStatistics of(
      Dataset<Row> nodes, String unit, Map<String, Map<String, Long>> labels) {
    Column in = col(NodeDegrees.IN);
    Column out = col(NodeDegrees.OUT);
    Row found =
        nodes
            .agg(
                sum(in),
                degrees(in),
                degrees(out),
                count(when(in.plus(out).equalTo(0L), 1)),
                max(struct(greatest(in, out), col(NodeRows.KEY))),
                sum(NodeDegrees.WEIGHTED))
            .first();
    long edges = found.getLong(0);
    Row hub = found.getStruct(4);
    return new GraphStatistics(
        edges,
        degrees(found.getStruct(1)),
        degrees(found.getStruct(2)),
        found.getLong(3),
        new Hub(hub.getString(1), hub.getLong(0), hub.getLong(0) / (double) Math.max(1, edges)),
        found.getLong(5) > 0,
        unit,
        labels);
  }

  private static Column degrees(Column degree) {
    Column ranks = array(RANKS.stream().map(rank -> lit(rank)).toArray(Column[]::new));
    return struct(avg(degree), max(degree), percentile_approx(degree, ranks, lit(ACCURACY)));
  }

  private static Degrees degrees(Row found) {
    List<Long> values = found.getList(2);
    Map<String, Long> quantiles = new LinkedHashMap<>();
    for (int i = 0; i < RANKS.size(); i++) {
      quantiles.put(RANKS.get(i).toString(), values.get(i));
    }
    return new Degrees(found.getDouble(0), found.getLong(1), quantiles);
  }

  /**
   * By split the units of each class; empty for numbers as labels.
   *
   * @param many whether there are many graphs, each of which has a label
   */
  static Map<String, Map<String, Long>> labels(Dataset<Row> nodes, LabelSpec label, boolean many) {
    if (label.task() == Task.REGRESSION) {
      return Map.of();
    }
    Dataset<Row> units = many ? nodes.dropDuplicates(NodeIds.GRAPH) : nodes;
    Map<String, Map<String, Long>> labels = new LinkedHashMap<>();
    for (String split : SplitSpec.NAMES) {
      Map<String, Long> none = new LinkedHashMap<>();
      label.classNames().forEach(name -> none.put(name, 0L));
      labels.put(split, none);
    }
    units
        .where(col(Names.LABEL).isNotNull().and(col(Names.SPLIT).isin(SplitSpec.NAMES.toArray())))
        .groupBy(Names.SPLIT, Names.LABEL)
        .count()
        .collectAsList()
        .forEach(
            row ->
                labels
                    .get(row.getString(0))
                    .put(label.classNames().get((int) row.getFloat(1)), row.getLong(2)));
    return labels;
  }

  /** What the user should hear of. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (hub.share() > LARGE_HUB) {
      warnings.add(
          "Node '%s' has %.0f %% of all edges (%d of %d). Most neighbourhoods hold it; look at whether it is a real one."
              .formatted(hub.key(), 100 * hub.share(), hub.edges(), edges));
    }
    labels.forEach(
        (split, classes) ->
            classes.forEach(
                (name, units) -> {
                  if (units == 0) {
                    warnings.add(
                        "No %s of class '%s' is in split %s, so nothing can be said of it there."
                            .formatted(unit, name, split));
                  }
                }));
    return warnings;
  }
}
