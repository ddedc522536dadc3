package io.millrace.jobs;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a job, with the settings that our outputs depend on. */
public final class JobSession {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.ansi.enabled", "false",
          // Otherwise a time that only Spark 2 could read ends the job instead of being rejected.
          "spark.sql.legacy.timeParserPolicy", "CORRECTED",
          "spark.sql.parquet.compression.codec", "snappy",
          // Times before 1900 end the job otherwise; files of Spark 2 say themselves what they are.
          "spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED",
          "spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED",
          "spark.sql.parquet.int96RebaseModeInRead", "CORRECTED",
          // A hub's part of a join is dealt out from here on; 256 MB would be millions of edges.
          "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "64m",
          // Three splits are written at once without a sort of every task's rows.
          "spark.sql.maxConcurrentOutputFileWriters", "8",
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");

  private JobSession() {}

  /** Opens the session; settings given to spark-submit stay, except those that results rest on. */
  public static SparkSession open(String name) {
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    SETTINGS.forEach(builder::config);
    return builder.config("spark.executor.metrics.pollingInterval", "200ms").getOrCreate();
  }
}
