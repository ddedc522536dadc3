package io.millrace.jobs.measures;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import io.millrace.jobs.measures.RankBlock.NodeValues;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Ranks of a graph whose nodes fit into the memory of each executor, while its edges lie in arrays
 * across them: the driver sends what nodes pass on, and tasks return what reaches their nodes.
 */
final class DenseRanks {
  private final JavaSparkContext spark;
  private final long nodes;

  /** By id, as all arrays. */
  private final double[] weightsOut;

  private double[] reaches;

  /** What each node has whatever reaches it. */
  private double least;

  private DenseRanks(JavaSparkContext spark, long nodes, double[] weightsOut) {
    this.spark = spark;
    this.nodes = nodes;
    this.weightsOut = weightsOut;
    reaches = new double[weightsOut.length];
    least = 1.0 / nodes;
  }

  /**
   * The ranks: {@code id long, page_rank float}.
   *
   * @param all {@code id long}
   * @param nodes how many they are
   * @param ids all ids are below
   */
  static Dataset<Row> of(Dataset<Row> all, Dataset<Row> edges, long nodes, int ids) {
    SparkContext context = all.sparkSession().sparkContext();
    int tasks = PageRank.tasks(all.sparkSession());
    JavaRDD<RankBlock> blocks =
        edges
            .select(col("source"), col("target"), col("weight").cast("float"))
            .repartition(tasks, col("target"))
            .sortWithinPartitions("target")
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(rows -> List.of(new RankBlock(rows)).iterator())
            .persist(StorageLevel.MEMORY_AND_DISK());
    DenseRanks ranks =
        new DenseRanks(JavaSparkContext.fromSparkContext(context), nodes, weightsOut(edges, ids));
    try {
      ranks.settle(blocks);
    } finally {
      context.setJobDescription(null);
      blocks.unpersist(false);
    }
    return ranks.of(all);
  }

  private static double[] weightsOut(Dataset<Row> edges, int ids) {
    return dense(
        edges
            .groupBy("source")
            .agg(sum(col("weight").cast("double")))
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(rows -> List.of(values(rows)).iterator()),
        ids);
  }

  private static NodeValues values(Iterator<InternalRow> rows) {
    int[] nodes = new int[64];
    double[] values = new double[64];
    int size = 0;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      if (size == nodes.length) {
        nodes = Arrays.copyOf(nodes, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      nodes[size] = Math.toIntExact(row.getLong(0));
      values[size] = row.getDouble(1);
      size++;
    }
    return new NodeValues(Arrays.copyOf(nodes, size), Arrays.copyOf(values, size));
  }

  private static double[] dense(JavaRDD<NodeValues> parts, int ids) {
    double[] dense = new double[ids];
    for (NodeValues part : parts.collect()) {
      for (int i = 0; i < part.nodes().length; i++) {
        dense[part.nodes()[i]] = part.values()[i];
      }
    }
    return dense;
  }

  private void settle(JavaRDD<RankBlock> blocks) {
    double change = 1;
    for (int round = 1; change > PageRank.TOLERANCE; round++) {
      spark.sc().setJobDescription("PageRank, round " + round);
      Broadcast<double[]> passed = spark.broadcast(passed());
      double[] now = dense(blocks.map(block -> block.reached(passed.value())), reaches.length);
      passed.destroy();
      change = 0;
      double sum = 0;
      for (int i = 0; i < now.length; i++) {
        change += Math.abs(now[i] - reaches[i]);
        sum += now[i];
      }
      reaches = now;
      least = (1 - PageRank.DAMPING * sum) / nodes;
    }
  }

  private double[] passed() {
    double[] passed = new double[reaches.length];
    for (int i = 0; i < passed.length; i++) {
      // Nodes without edges pass nothing, and nobody reads theirs.
      passed[i] = weightsOut[i] == 0 ? 0 : rank(i) / weightsOut[i];
    }
    return passed;
  }

  private double rank(int node) {
    return least + PageRank.DAMPING * reaches[node];
  }

  private Dataset<Row> of(Dataset<Row> all) {
    float[] ranks = new float[reaches.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = (float) rank(i);
    }
    Broadcast<float[]> sent = spark.broadcast(ranks);
    UDF1<Long, Float> rank = id -> sent.value()[Math.toIntExact(id)];
    return all.select(col("id"), udf(rank, DataTypes.FloatType).apply(col("id")).as("page_rank"));
  }
}
