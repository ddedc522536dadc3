package io.millrace.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.TestSpark;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a task has opened is closed with it, however it ends. Tasks run in this JVM. */
class ChunksIT {
  private static final int ROWS = 100;
  private static final int PARTITIONS = 2;
  private static final int SIZE = 10;
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();

  @BeforeEach
  void reset() {
    OPENED.set(0);
    CLOSED.set(0);
  }

  private static JavaRDD<Integer> chunks() {
    List<Integer> rows = IntStream.range(0, ROWS).boxed().toList();
    return JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext())
        .parallelize(rows, PARTITIONS)
        .mapPartitions(
            partition -> {
              OPENED.incrementAndGet();
              return new Chunks<>(partition, SIZE, chunk -> chunk, CLOSED::incrementAndGet);
            });
  }

  @Test
  void closesOnceWhereAllRowsAreTaken() {
    assertThat(chunks().count()).isEqualTo(ROWS);
    assertThat(OPENED).hasValue(PARTITIONS);
    assertThat(CLOSED).hasValue(PARTITIONS);
  }

  @Test
  void closesWhereWhoeverTakesTheRowsFails() {
    JavaRDD<Integer> failing =
        chunks()
            .map(
                row -> {
                  if (row % SIZE == 3) {
                    throw new IllegalStateException("Cannot take row 3.");
                  }
                  return row;
                });
    assertThatThrownBy(failing::count).hasMessageContaining("Cannot take row 3.");
    assertThat(OPENED).hasPositiveValue();
    assertThat(CLOSED.get()).isEqualTo(OPENED.get());
  }

  @Test
  void closesWhereNotAllRowsAreWanted() {
    assertThat(chunks().take(3)).containsExactly(0, 1, 2);
    assertThat(OPENED).hasValue(1);
    assertThat(CLOSED).hasValue(1);
  }
}
