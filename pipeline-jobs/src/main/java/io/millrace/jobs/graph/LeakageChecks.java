package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.millrace.jobs.data.Names;
import io.millrace.spec.PipelineDefinition;
import io.millrace.spec.feature.FeaturePlan;
import io.millrace.spec.target.SplitSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What keeps labels of valid and test out of training, looked at in the data. */
final class LeakageChecks {
  private LeakageChecks() {}

  /**
   * What was proved, in words.
   *
   * @param nodes keys, which were found to be there once, splits, and the time of the split
   * @throws IllegalStateException if a label leaks
   */
  static List<String> prove(PipelineDefinition definition, FeaturePlan plan, NodeIds nodes) {
    List<String> proved = new ArrayList<>();
    if (definition.label().links() != null) {
      proved.add("Each of the %d nodes has one key and one row.".formatted(nodes.count()));
      return proved;
    }
    proved.add("Each of the %d nodes has one key, one row and one split.".formatted(nodes.count()));
    if (definition.graph().graph() != null) {
      proved.add(
          "All nodes of each of the %d graphs have its label and split.".formatted(nodes.graphs()));
    }
    if (definition.split() instanceof SplitSpec.ByTime byTime) {
      proved.add(times(byTime, nodes.nodes()));
    }
    proved.add(columns(definition, plan));
    return proved;
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
