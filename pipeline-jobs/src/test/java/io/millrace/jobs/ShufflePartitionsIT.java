package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ShufflePartitionsIT {
  private static final String KEY = "spark.sql.shuffle.partitions";
  private static final long MEGABYTE = 1L << 20;

  @Test
  void growWithTheDataBetweenTheCoresAndAnUpperEnd() {
    assertThat(ShufflePartitions.of(0, 2)).isEqualTo(2);
    assertThat(ShufflePartitions.of(159 * MEGABYTE, 2)).isEqualTo(10);
    assertThat(ShufflePartitions.of(159 * MEGABYTE, 64)).isEqualTo(64);
    assertThat(ShufflePartitions.of(Long.MAX_VALUE, 64)).isEqualTo(10_000);
    assertThat(ShufflePartitions.of(Long.MAX_VALUE, 20_000)).isEqualTo(20_000);
  }

  /** The tests' session was started with a number, as by a user. */
  @Test
  void keepANumberThatWasGiven() {
    SparkSession spark = TestSpark.session();
    String given = spark.conf().get(KEY);
    try (ShufflePartitions shuffles = new ShufflePartitions(spark)) {
      shuffles.atLeastFor(Long.MAX_VALUE);
      assertThat(spark.conf().get(KEY)).isEqualTo(given);
    }
    assertThat(spark.conf().get(KEY)).isEqualTo(given);
  }
}
