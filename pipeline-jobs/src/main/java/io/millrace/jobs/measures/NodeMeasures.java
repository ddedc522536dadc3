package io.millrace.jobs.measures;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millrace.spec.graph.GraphSpec.Measure;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Measures of nodes by the edges of the whole graph. */
public final class NodeMeasures {
  private static final String ID = "id";

  private NodeMeasures() {}

  /** Type of the column of a measure, as manifests name it. */
  public static String type(Measure measure) {
    return measure == Measure.PAGE_RANK ? "float" : "long";
  }

  /**
   * The nodes with a column for each measure.
   *
   * @param nodes {@code id long} and others
   * @param edges {@code source long, target long, weight float}; their ends are nodes
   */
  public static Dataset<Row> add(
      Dataset<Row> nodes, Dataset<Row> edges, List<Measure> measures, Between between)
      throws IOException {
    Dataset<Row> all = nodes;
    for (Measure measure : measures) {
      String name = measure.column();
      Dataset<Row> found =
          switch (measure) {
            case PAGE_RANK -> PageRank.of(nodes.select(ID), edges, between);
            case TRIANGLES -> Triangles.of(edges, between);
            case COMPONENT -> Components.of(edges, between);
          };
      all = all.join(found.select(ID, name), new String[] {ID}, "left_outer");
      if (measure == Measure.TRIANGLES) {
        all = all.withColumn(name, coalesce(col(name), lit(0L)));
      } else if (measure == Measure.COMPONENT) {
        all = all.withColumn(name, coalesce(col(name), col(ID)));
      }
    }
    return all;
  }
}
