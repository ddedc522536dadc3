package io.millrace.jobs.neighbourhoods;

import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * Targets fall into blocks by a hash of their ids. A block asks for each node once, however many of
 * its examples need it: so a hub is asked for by all blocks and not by all examples, and each block
 * is made by one task in memory.
 */
final class Blocks {
  /** Spark's seed for hash partitioning. */
  private static final int SEED = 42;

  private final int[] keys;

  /**
   * @param count from 1
   */
  Blocks(int count) {
    keys = new int[count];
    Arrays.fill(keys, -1);
    // Spark puts a key into the partition that its hash names; several blocks in one partition and
    // none in another would make a task slow. So each block has a key that leads to its own.
    for (int key = 0, found = 0; found < count; key++) {
      int partition = Math.floorMod(Murmur3_x86_32.hashInt(key, SEED), count);
      if (keys[partition] < 0) {
        keys[partition] = key;
        found++;
      }
    }
  }

  int count() {
    return keys.length;
  }

  /** The key of a target's block. */
  Column of(Column id) {
    Column number = pmod(xxhash64(id), lit((long) keys.length)).cast("int").plus(1);
    return element_at(lit(keys), number);
  }
}
