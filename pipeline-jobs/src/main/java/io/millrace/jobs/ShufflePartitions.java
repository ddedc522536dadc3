package io.millrace.jobs;

import org.apache.spark.sql.SparkSession;

/**
 * How many partitions the shuffles of a step have. Spark's own number is 200, for a thousand rows
 * as for a billion. It joins small ones, but not where it caches what they give, and it cuts none
 * any finer.
 */
final class ShufflePartitions implements AutoCloseable {
  private static final String KEY = "spark.sql.shuffle.partitions";
  private static final long BYTES_EACH = 16L << 20;
  private static final long MOST = 10_000;

  private final SparkSession spark;
  private final boolean given;
  private int partitions;

  ShufflePartitions(SparkSession spark) {
    this.spark = spark;
    this.given = spark.sparkContext().getConf().contains(KEY);
  }

  /** Makes room for so many bytes; there may be room already, or a number that the user chose. */
  void atLeastFor(long bytes) {
    int wanted = of(bytes, spark.sparkContext().defaultParallelism());
    if (!given && wanted > partitions) {
      partitions = wanted;
      spark.conf().set(KEY, wanted);
    }
  }

  static int of(long bytes, int cores) {
    return (int) Math.max(cores, Math.min(MOST, bytes / BYTES_EACH + 1));
  }

  /** Leaves the next step what this one found. */
  @Override
  public void close() {
    if (partitions > 0) {
      spark.conf().unset(KEY);
    }
  }
}
