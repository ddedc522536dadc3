package io.millrace.bigdl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;

class MemoryIT {
  private static final int MEMORY = 100_000_000;

  /** Held: 0.7 of the memory. With Spark's defaults a block of 0.4 of it already finds no room. */
  @Test
  void theRowsOfAnExecutorMayTakeMostOfWhatSparkHolds() {
    SparkConf conf =
        Trainings.configure(
            new SparkConf()
                .setMaster("local[1]")
                .set("spark.testing.memory", String.valueOf(MEMORY))
                .set("spark.testing.reservedMemory", "0"));
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      JavaRDD<float[]> rows =
          spark
              .parallelize(List.of(MEMORY * 6 / 10 / Float.BYTES), 1)
              .map(float[]::new)
              .persist(StorageLevel.MEMORY_ONLY());

      rows.count();

      assertThat(spark.sc().getRDDStorageInfo()[0].numCachedPartitions()).isEqualTo(1);
    }
  }
}
