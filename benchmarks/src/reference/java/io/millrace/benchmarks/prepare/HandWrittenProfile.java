package io.millrace.benchmarks.prepare;

import static io.millrace.benchmarks.prepare.HandWrittenPrepare.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The column profile by built-in aggregates, with errors like those of Millrace's sketches. */
final class HandWrittenProfile {
  private static final List<String> NUMBERS = List.of("delay", "distance");
  private static final List<String> TIMES = List.of("date");
  private static final List<String> COLUMNS =
      List.of("date", "delay", "distance", "origin", "destination");

  private final SparkSession spark;

  HandWrittenProfile(SparkSession spark) {
    this.spark = spark;
  }

  void run(String output) {
    StringBuilder report = new StringBuilder(aggregates().toString()).append('\n');
    for (String column : COLUMNS) {
      report.append(column).append(' ').append(top(column)).append('\n');
    }
    try {
      Files.writeString(Path.of(output, "profile.txt"), report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Row aggregates() {
    List<String> wanted = new ArrayList<>(List.of("count(*)"));
    for (String c : COLUMNS) {
      wanted.add(
          "count(%s), approx_count_distinct(%s, 0.02), min(%s), max(%s)".formatted(c, c, c, c));
      if (NUMBERS.contains(c)) {
        wanted.add("avg(%s), stddev_pop(%s)".formatted(c, c));
      }
      if (NUMBERS.contains(c) || TIMES.contains(c)) {
        wanted.add(
            "percentile_approx(%s, array(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99), 1000)"
                .formatted(c));
      }
    }
    return sql(spark, "SELECT %s FROM clean", String.join(", ", wanted)).get(0);
  }

  private List<Row> top(String column) {
    return sql(
        spark,
        "SELECT %s, count(*) AS n FROM clean GROUP BY %s ORDER BY n DESC LIMIT 10",
        column,
        column);
  }
}
