package io.millrace.benchmarks.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Graphs with hubs, as R-MAT makes them (Chakrabarti et al. 2004; a = 0.57, b = c = 0.19): each
 * edge falls into a quarter of the adjacency matrix, then into a quarter of that, and so on. Edges
 * that fall between the same two nodes again and loops are left out.
 *
 * @param scale the graph has 2^scale nodes, at most 2^30
 * @param edges that are thrown; a few percent fewer are left
 */
public record Rmat(int scale, long edges, long seed) implements Serializable {
  private static final double A = 0.57;
  private static final double B = 0.19;
  private static final double C = 0.19;
  private static final int BITS = 32;

  /** Odd, so that a product with it is a permutation of the numbers below a power of two. */
  private static final long SCRAMBLE = 0x9E3779B1L;

  public long nodes() {
    return 1L << scale;
  }

  /** The edges: {@code source, target}, from 0 to nodes - 1; ids say nothing of degrees. */
  public Dataset<Row> edges(SparkSession spark) {
    Column edge =
        udf((UDF1<Long, Long>) this::edge, DataTypes.LongType).asNondeterministic().apply(col("id"));
    return spark
        .range(edges)
        .select(edge.as("edge"))
        .select(
            shiftright(col("edge"), BITS).as("source"),
            col("edge").bitwiseAND(lit((1L << BITS) - 1)).as("target"))
        .where(col("source").notEqual(col("target")))
        .distinct();
  }

  /** The nodes: {@code id, label} of 0 and 1, and so many numbers {@code x0, x1, ...}. */
  public Dataset<Row> nodes(SparkSession spark, int features) {
    List<Column> columns = new ArrayList<>();
    columns.add(col("id"));
    columns.add(rand(seed).geq(0.5).cast("float").as("label"));
    for (int i = 0; i < features; i++) {
      columns.add(rand(seed + i + 1).cast("float").as("x" + i));
    }
    return spark.range(nodes()).select(columns.toArray(Column[]::new));
  }

  /** Source and target of one edge as one number. */
  long edge(long number) {
    SplittableRandom random = new SplittableRandom(seed * 31 + number);
    long source = 0;
    long target = 0;
    for (int level = 0; level < scale; level++) {
      double quarter = random.nextDouble();
      source = source << 1 | (quarter >= A + B ? 1 : 0);
      target = target << 1 | (quarter >= A && quarter < A + B || quarter >= A + B + C ? 1 : 0);
    }
    return scrambled(source) << BITS | scrambled(target);
  }

  private long scrambled(long node) {
    return node * SCRAMBLE & nodes() - 1;
  }
}
