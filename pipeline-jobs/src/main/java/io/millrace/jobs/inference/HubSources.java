package io.millrace.jobs.inference;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.millrace.network.StageExporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Hubs: nodes with more edges into them than a part can hold. Where a stage only adds up messages,
 * tasks add up those of a hub from the sources that they hold, and each gives the hub one source in
 * their place, {@code sum(c_j x_j) / sum(c_j)} with the weight {@code sum(c_j)}, whose message is
 * the same sum.
 */
final class HubSources {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("target", DataTypes.LongType, false)
          .add("weight", DataTypes.FloatType, false)
          .add("x", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /** Partitions are the high bits of an id, hubs of a partition the low ones. */
  private static final int HUB_BITS = 32;

  private final Dataset<Row> edges;
  private final Dataset<Row> hubs;

  /**
   * @param edges {@code source long, target long, weight float}
   * @param most a node with more edges into it is a hub
   */
  HubSources(Dataset<Row> edges, long most) {
    this.edges = edges;
    this.hubs =
        broadcast(
            edges
                .groupBy("target")
                .agg(count(lit(1)).as("edges"))
                .where(col("edges").gt(most))
                .select("target"));
  }

  /** The edges into all other nodes. */
  Dataset<Row> otherEdges() {
    return edges.join(hubs, new String[] {"target"}, "left_anti");
  }

  /**
   * What stands for the edges into hubs: {@code id long, target long, weight float, x
   * array<float>}, where id is below 0, no node's, and each once.
   *
   * @param nodes {@code id long, degree float, x array<float>}
   * @param sums how the stage adds up, see {@link StageExporter#SUMS}
   */
  Dataset<Row> merged(Dataset<Row> nodes, String sums) {
    boolean normalised =
        switch (sums) {
          case StageExporter.SUMS_NORMALISED -> true;
          case StageExporter.SUMS_WEIGHTED -> false;
          default ->
              throw new IllegalArgumentException(
                  "Cannot compute a layer: its file adds up '%s' (expected '%s' or '%s'). Score it with the version of Millrace that wrote it."
                      .formatted(sums, StageExporter.SUMS_WEIGHTED, StageExporter.SUMS_NORMALISED));
        };
    return edges
        .join(hubs, "target")
        .join(nodes, col("source").equalTo(col("id")))
        .select("target", "weight", "degree", "x")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> merge(rows, normalised),
            Encoders.row(SCHEMA));
  }

  private static Iterator<Row> merge(Iterator<Row> rows, boolean normalised) {
    Map<Long, Sum> byHub = new HashMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      double factor = row.getFloat(1);
      if (normalised) {
        factor /= Math.sqrt(1.0 + row.getFloat(2));
      }
      byHub.computeIfAbsent(row.getLong(0), hub -> new Sum()).add(factor, row.getList(3));
    }
    List<Row> merged = new ArrayList<>();
    long first = -((long) TaskContext.getPartitionId() + 1) << HUB_BITS;
    byHub.forEach((hub, sum) -> merged.add(sum.row(first + merged.size(), hub)));
    return merged.iterator();
  }

  /** In double precision: a hub has millions of messages. */
  private static final class Sum {
    private double factors;
    private double[] x = new double[0];

    void add(double factor, List<Float> values) {
      if (x.length == 0) {
        x = new double[values.size()];
      }
      factors += factor;
      for (int i = 0; i < x.length; i++) {
        x[i] += factor * values.get(i);
      }
    }

    Row row(long id, long hub) {
      Float[] mean = new Float[x.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (x[i] / factors);
      }
      return RowFactory.create(id, hub, (float) factors, mean);
    }
  }
}
