package io.millrace.benchmarks.prepare;

import static org.apache.spark.sql.functions.expr;

import io.millrace.jobs.JobSession;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Writes the flights several times over. Arguments: flights, target folder, times. */
final class CopyFlights {
  private CopyFlights() {}

  public static void main(String[] arguments) {
    int times = Integer.parseInt(arguments[2]);
    try (SparkSession spark = JobSession.open("copy flights")) {
      Dataset<Row> flights = spark.read().parquet(arguments[0]);
      for (int copy = 0; copy < times; copy++) {
        // Whole weeks around the original keep weekdays, and rows in every split.
        int weeks = copy - times / 2;
        flights
            .withColumn("date", expr("date + INTERVAL '%d' DAY".formatted(7 * weeks)))
            .write()
            .mode(SaveMode.Append)
            .parquet(arguments[1]);
      }
    }
  }
}
