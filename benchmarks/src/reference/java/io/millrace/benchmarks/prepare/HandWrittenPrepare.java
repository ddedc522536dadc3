package io.millrace.benchmarks.prepare;

import io.millrace.jobs.JobSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The same work as {@link MillracePrepare}, as an engineer would write it in Spark SQL for these
 * tables and nothing else. Arguments: flights, airports, output folder.
 */
final class HandWrittenPrepare {
  private final SparkSession spark;
  private final String output;
  private final Map<String, Double> phases = new LinkedHashMap<>();

  private HandWrittenPrepare(SparkSession spark, String output) {
    this.spark = spark;
    this.output = output;
  }

  public static void main(String[] arguments) {
    try (SparkSession spark = JobSession.open("hand-written prepare")) {
      new HandWrittenPrepare(spark, arguments[2]).run(arguments[0], arguments[1]).print();
    }
  }

  private Outcome run(String flights, String airports) {
    Stopwatch watch = new Stopwatch();
    HandWrittenClean clean = new HandWrittenClean(spark, output);
    timed("clean", () -> clean.run(flights, airports));
    timed("profile", () -> new HandWrittenProfile(spark).run(output));
    HandWrittenFeatures features = new HandWrittenFeatures(spark, output);
    timed("fit", features::fit);
    timed("features", features::write);
    Map<String, Long> splits = new TreeMap<>();
    for (Row row : features.labels()) {
      splits.merge(row.getString(0), row.getLong(2), Long::sum);
    }
    return new Outcome(
        watch.seconds(),
        watch.cpuSeconds(),
        phases,
        clean.rowsIn(),
        clean.rowsOut(),
        clean.rejected(),
        splits,
        features.constants());
  }

  private void timed(String phase, Runnable work) {
    Stopwatch watch = new Stopwatch();
    work.run();
    phases.put(phase, watch.seconds());
  }

  /** The rows of a statement; no rows where it only defines something. */
  static List<Row> sql(SparkSession spark, String statement, Object... values) {
    return spark.sql(statement.formatted(values)).collectAsList();
  }
}
