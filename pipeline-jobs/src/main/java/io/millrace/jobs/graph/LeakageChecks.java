package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;

import io.millrace.jobs.data.Names;
import io.millrace.jobs.data.Splits;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.target.SplitLetters;
import io.millrace.spec.target.SplitSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What keeps labels of valid and test out of training, looked at in the data. */
final class LeakageChecks {
  private LeakageChecks() {}

  /**
   * What was proved, in words.
   *
   * @param nodes keys, which were found to be there once, splits, and the time of the split
   * @param edges which were found to lead within graphs
   * @throws IllegalStateException if a label leaks
   */
  static List<String> prove(
      PipelineDefinition definition, FeaturePlan plan, NodeIds nodes, List<EdgeRows> edges) {
    List<String> proved = new ArrayList<>();
    if (definition.label().links() != null) {
      proved.add("Each of the %d nodes has one key and one row.".formatted(nodes.count()));
      return proved;
    }
    List<String> names = definition.split().names();
    String place =
        names.size() == 1 ? "split" : "place in each of the %d splits".formatted(names.size());
    proved.add(
        "Each of the %d nodes has one key, one row and one %s.".formatted(nodes.count(), place));
    if (definition.graph().graph() != null) {
      proved.add(
          "All nodes of each of the %d graphs have its label and %s."
              .formatted(nodes.graphs(), place));
    }
    if (names.size() > 1) {
      proved.addAll(parts(names, nodes.nodes()));
    }
    if (definition.split() instanceof SplitSpec.ByTime byTime) {
      proved.add(times(byTime, nodes.nodes()));
      if (later(edges) == 0) {
        proved.add(
            "By '%s' no edge leads from a later node to an earlier one."
                .formatted(byTime.column()));
      }
    }
    proved.add(columns(definition, plan));
    return proved;
  }

  private static long later(List<EdgeRows> edges) {
    return edges.stream().mapToLong(EdgeRows::later).sum();
  }

  /** What the user should hear of: where nodes of one time may see features of a later one. */
  static List<String> warnings(PipelineDefinition definition, List<EdgeRows> edges) {
    long later = later(edges);
    if (later == 0) {
      return List.of();
    }
    return List.of(
        "By '%s' %d of %d edges lead from a later node to an earlier one, so scores may be made from what was not yet known. If that matters, leave them out by SQL, and mind symmetric edges."
            .formatted(
                ((SplitSpec.ByTime) definition.split()).column(),
                later,
                edges.stream().mapToLong(EdgeRows::rowsOut).sum()));
  }

  /** What each split has; a node has one letter for each, so no two parts share one. */
  private static List<String> parts(List<String> names, Dataset<Row> nodes) {
    String form = "^[%s]{%d}$".formatted(SplitLetters.ALL, names.size());
    if (!nodes.where(not(coalesce(col(Splits.COLUMN), lit("")).rlike(form))).isEmpty()) {
      throw new IllegalStateException(
          "Cannot make a graph: a node does not say where it is in each of the %d splits (expected one of the letters '%s' for each). Run the step 'features' again."
              .formatted(names.size(), SplitLetters.ALL));
    }
    List<String> texts = new ArrayList<>();
    List<Map<String, Long>> counts = Splits.counts(nodes, names.size());
    for (int number = 0; number < names.size(); number++) {
      texts.add(
          "Of split '%s' %s nodes, none of them in two."
              .formatted(
                  names.get(number),
                  counts.get(number).entrySet().stream()
                      .map(part -> "%s has %d".formatted(part.getKey(), part.getValue()))
                      .collect(Collectors.joining(", "))));
    }
    return texts;
  }

  private static String times(SplitSpec.ByTime split, Dataset<Row> nodes) {
    List<String> texts = new ArrayList<>();
    String last = null;
    for (String name : SplitSpec.NAMES) {
      Row found =
          nodes
              .where(col(Names.SPLIT).equalTo(name))
              .agg(min(NodeRows.TIME).cast("string"), max(NodeRows.TIME).cast("string"))
              .first();
      // Times as Spark writes them have the order of their texts.
      if (last != null && last.compareTo(found.getString(0)) >= 0) {
        throw new IllegalStateException(
            "Cannot make a graph: split %s begins at %s in '%s' (expected after %s, where the one before it ends)."
                .formatted(name, found.getString(0), split.column(), last));
      }
      last = found.getString(1);
      texts.add("%s from %s to %s".formatted(name, found.getString(0), found.getString(1)));
    }
    return "By '%s' the splits lie one after the other: %s."
        .formatted(split.column(), String.join(", ", texts));
  }

  private static String columns(PipelineDefinition definition, FeaturePlan plan) {
    String label = definition.label().column();
    if (plan.inputs().stream().anyMatch(c -> c.name().equals(label))) {
      throw new IllegalStateException(
          "Cannot make a graph: a feature reads '%s', which the label is made from (expected features without it)."
              .formatted(label));
    }
    return "No feature reads '%s', which the label is made from.".formatted(label);
  }
}
