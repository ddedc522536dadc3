package io.millrace.jobs.graph;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.TestSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Ids over several parts. */
class DenseIdsIT {
  private static final long KEYS = 600_000;
  private static final long FIRST = 1_000;

  private static Dataset<Row> ids(int partitions, String order) {
    Dataset<Row> keys =
        TestSpark.session().range(0, KEYS, 1, partitions).selectExpr("concat('k', id) as key");
    return DenseIds.add(
        keys.orderBy(org.apache.spark.sql.functions.expr(order)), "key", FIRST, "id");
  }

  @Test
  void numbersWithoutGaps() {
    Row found = ids(3, "key").agg(count(lit(1)), countDistinct("id"), min("id"), max("id")).first();
    assertThat(found).isEqualTo(RowFactory.create(KEYS, KEYS, FIRST, FIRST + KEYS - 1));
  }

  @Test
  void numbersByTheKeysAlone() {
    Dataset<Row> first = ids(1, "key").withColumnRenamed("id", "first");
    Dataset<Row> second = ids(7, "hash(key)").withColumnRenamed("id", "second");
    assertThat(first.join(second, "key").where("first = second").count()).isEqualTo(KEYS);
  }
}
