package io.millrace.benchmarks.prepare;

import static io.millrace.benchmarks.prepare.HandWrittenPrepare.sql;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Kept rows, rejected rows, counts per rule. */
final class HandWrittenClean {
  /** Null, that is not kept, where a value is missing. */
  private static final String GOOD =
      """
      date BETWEEN TIMESTAMP '%s' AND TIMESTAMP '%s'
      AND delay BETWEEN -180 AND 1440
      AND (distance IS NULL OR distance BETWEEN 1 AND 6000)
      AND origin RLIKE '^[A-Z0-9]{3}$' AND destination RLIKE '^[A-Z0-9]{3}$'
      AND o.iata IS NOT NULL AND d.iata IS NOT NULL
      """
          .formatted(PrepareBenchmark.FIRST, PrepareBenchmark.LAST);

  private static final String REASONS =
      """
      filter(array(
        CASE WHEN date IS NULL THEN 'date:required' END,
        CASE WHEN date NOT BETWEEN TIMESTAMP '%s' AND TIMESTAMP '%s' THEN 'date:range' END,
        CASE WHEN raw.delay IS NOT NULL AND delay IS NULL THEN 'delay:cast' END,
        CASE WHEN delay IS NULL THEN 'delay:required' END,
        CASE WHEN delay NOT BETWEEN -180 AND 1440 THEN 'delay:range' END,
        CASE WHEN distance NOT BETWEEN 1 AND 6000 THEN 'distance:range' END,
        CASE WHEN origin IS NULL THEN 'origin:required' END,
        CASE WHEN origin NOT RLIKE '^[A-Z0-9]{3}$' THEN 'origin:pattern' END,
        CASE WHEN origin IS NOT NULL AND o.iata IS NULL THEN 'origin:reference' END,
        CASE WHEN destination IS NULL THEN 'destination:required' END,
        CASE WHEN destination NOT RLIKE '^[A-Z0-9]{3}$' THEN 'destination:pattern' END,
        CASE WHEN destination IS NOT NULL AND d.iata IS NULL THEN 'destination:reference' END
      ), reason -> reason IS NOT NULL)
      """
          .formatted(PrepareBenchmark.FIRST, PrepareBenchmark.LAST);

  private static final String JOINED =
      """
      typed LEFT JOIN airports o ON typed.origin = o.iata
      LEFT JOIN airports d ON typed.destination = d.iata
      """;

  private final SparkSession spark;
  private final String output;
  private long rowsIn;
  private long rowsOut;
  private final Map<String, Long> rejected = new TreeMap<>();

  HandWrittenClean(SparkSession spark, String output) {
    this.spark = spark;
    this.output = output;
  }

  void run(String flights, String airports) {
    spark.read().parquet(flights).createOrReplaceTempView("flights");
    spark
        .read()
        .option("header", true)
        .csv(airports)
        .select("iata")
        .where("iata IS NOT NULL")
        .distinct()
        .createOrReplaceTempView("airports");
    sql(
        spark,
        """
        CREATE OR REPLACE TEMP VIEW typed AS
        SELECT CAST(date AS TIMESTAMP) AS date, try_cast(delay AS INT) AS delay,
               try_cast(distance AS INT) AS distance, origin, destination,
               named_struct('date', date, 'delay', delay, 'distance', distance,
                            'origin', origin, 'destination', destination) AS raw
        FROM flights
        """);
    keep();
    reject();
    count();
  }

  private void keep() {
    spark
        .sql(
            """
            SELECT /*+ BROADCAST(o), BROADCAST(d) */
                   monotonically_increasing_id() AS __row, date, delay, distance, origin, destination
            FROM %s WHERE %s
            """
                .formatted(JOINED, GOOD))
        .write()
        .parquet(output + "/clean");
    spark.read().parquet(output + "/clean").createOrReplaceTempView("clean");
  }

  private void reject() {
    spark
        .sql(
            """
            SELECT reasons[0] AS reason, reasons, to_json(raw) AS original FROM (
              SELECT /*+ BROADCAST(o), BROADCAST(d) */ %s AS reasons, raw
              FROM %s WHERE NOT coalesce(%s, false))
            """
                .formatted(REASONS, JOINED, GOOD))
        .write()
        .parquet(output + "/rejected");
    spark.read().parquet(output + "/rejected").createOrReplaceTempView("rejected");
  }

  private void count() {
    for (Row row : sql(spark, "SELECT reason, count(*) FROM rejected GROUP BY reason")) {
      rejected.put(row.getString(0), row.getLong(1));
    }
    rowsIn = sql(spark, "SELECT count(*) FROM flights").get(0).getLong(0);
    rowsOut = sql(spark, "SELECT count(*) FROM clean").get(0).getLong(0);
    // Distances that a cast made null.
    sql(
        spark,
        "SELECT count(*) FROM flights WHERE distance NOT BETWEEN -2147483648 AND 2147483647");
  }

  long rowsIn() {
    return rowsIn;
  }

  long rowsOut() {
    return rowsOut;
  }

  Map<String, Long> rejected() {
    return rejected;
  }
}
