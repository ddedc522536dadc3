package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.pmod;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Numbers keys without gaps, without a sort over all of them and without moving them to the driver:
 * keys are parted by a hash, sorted within their part, and the parts' sizes say where each begins.
 */
final class DenseIds {
  /** Decides ids, so it must not depend on the machine. */
  private static final long KEYS_PER_PART = 250_000;

  private static final long MOST_PARTS = 4_000;
  private static final String PART = "__part";

  /** The bits of Spark's increasing ids that count within a partition. */
  private static final long POSITION = (1L << 33) - 1;

  private DenseIds() {}

  /**
   * The rows with a number for each, which depends on the keys alone.
   *
   * @param rows read three times
   * @param key column of keys, each once and never null
   * @param first the smallest number
   * @param id name of the new column
   */
  static Dataset<Row> add(Dataset<Row> rows, String key, long first, String id) {
    int parts = parts(rows.count());
    Column part = pmod(hash(col(key)), lit(parts));
    long[] begins = begins(rows, part, parts, first);
    Column position = monotonically_increasing_id().bitwiseAND(lit(POSITION));
    // Spark parts rows by this same hash: a partition holds one part.
    return rows.repartition(parts, col(key))
        .sortWithinPartitions(key)
        .withColumn(PART, part)
        .withColumn(id, element_at(lit(begins), col(PART).plus(1)).plus(position))
        .drop(PART);
  }

  private static int parts(long keys) {
    return (int) Math.max(1, Math.min(MOST_PARTS, (keys + KEYS_PER_PART - 1) / KEYS_PER_PART));
  }

  private static long[] begins(Dataset<Row> rows, Column part, int parts, long first) {
    long[] sizes = new long[parts];
    for (Row row : rows.groupBy(part.as(PART)).count().collectAsList()) {
      sizes[row.getInt(0)] = row.getLong(1);
    }
    long[] begins = new long[parts];
    long next = first;
    for (int i = 0; i < parts; i++) {
      begins[i] = next;
      next += sizes[i];
    }
    return begins;
  }
}
