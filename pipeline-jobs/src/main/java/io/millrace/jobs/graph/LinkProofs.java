package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;

import io.millrace.jobs.data.Names;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What keeps links of valid and test out of training, looked at in what was written. */
final class LinkProofs {
  private static final String[] PAIR = {"source", "target"};

  private LinkProofs() {}

  /**
   * What was proved, in words.
   *
   * @param edges those that pass messages: {@code source, target}
   * @param links {@code source, target, __label, __split}
   * @throws IllegalStateException if a link leaks
   */
  static List<String> prove(Dataset<Row> edges, Dataset<Row> links) {
    Dataset<Row> messages = Links.pairs(edges).distinct();
    Dataset<Row> linked = links.where(col(Names.LABEL).equalTo(1f));
    Dataset<Row> apart = links.where(col(Names.LABEL).equalTo(0f));
    Dataset<Row> heldOut = linked.where(col(Names.SPLIT).notEqual("train"));
    refuse(
        heldOut.join(messages, PAIR, "left_semi"),
        "links of valid or test have an edge that passes messages");
    refuse(
        apart.join(messages.union(linked.select("source", "target")), PAIR, "left_semi"),
        "pairs without a link have an edge");
    refuse(
        links.groupBy("source", "target").count().where(col("count").gt(1)),
        "pairs stand in links more than once");
    refuse(
        links.where(col("source").geq(col("target"))),
        "pairs have the same node twice, or the larger id first");
    return List.of(
        "None of the %d links of valid and test has an edge that passes messages, in either direction and in any table."
            .formatted(heldOut.count()),
        "None of the %d pairs without a link has an edge, in either direction and in any table."
            .formatted(apart.count()),
        "Each of the %d pairs is in one split and stands there once.".formatted(links.count()));
  }

  private static void refuse(Dataset<Row> wrong, String what) {
    List<Row> found = wrong.select("source", "target").limit(1).collectAsList();
    if (!found.isEmpty()) {
      throw new IllegalStateException(
          "Cannot make a graph: %d %s, such as nodes %d and %d (expected none)."
              .formatted(wrong.count(), what, found.get(0).getLong(0), found.get(0).getLong(1)));
    }
  }
}
