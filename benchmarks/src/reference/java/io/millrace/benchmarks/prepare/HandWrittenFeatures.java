package io.millrace.benchmarks.prepare;

import static io.millrace.benchmarks.prepare.HandWrittenPrepare.sql;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Fitted constants, and prepared rows in three splits. */
final class HandWrittenFeatures {
  private static final int BINS = 16;
  private static final String WEEKDAY = "weekday(date) + 1";
  private static final String HOUR = "hour(date) + 1";
  private static final String ANGLE = "(hour(date) * 60 + minute(date)) * 2 * pi() / 1440";
  private static final String JOINED =
      """
      LEFT JOIN origins o ON o.value = origin LEFT JOIN destinations d ON d.value = destination
      """;

  private final SparkSession spark;
  private final String output;
  private final Map<String, Double> constants = new TreeMap<>();
  private List<Double> edges = List.of();

  HandWrittenFeatures(SparkSession spark, String output) {
    this.spark = spark;
    this.output = output;
  }

  void fit() {
    sql(
        spark,
        "CREATE OR REPLACE TEMP VIEW train AS SELECT * FROM clean WHERE date < TIMESTAMP '2001-05-01'");
    numbers();
    vocabulary("origin", "origins");
    vocabulary("destination", "destinations");
    pairs("route", "routes", "train " + JOINED, routeCode(), 30);
    pairs("weekday-hour", "weekday_hours", "train", weekdayHourCode(), 1);
  }

  private void numbers() {
    StringBuilder ranks = new StringBuilder("0.5");
    for (int i = 1; i < BINS; i++) {
      ranks.append(", ").append(i / (double) BINS);
    }
    Row found =
        sql(
                spark,
                """
                SELECT percentile_approx(CAST(distance AS DOUBLE), array(%s), 10000),
                       avg(distance), stddev_pop(distance) FROM train
                """,
                ranks)
            .get(0);
    List<Double> quantiles = found.getList(0);
    constants.put("median", quantiles.get(0));
    constants.put("mean", found.getDouble(1));
    constants.put("deviation", found.getDouble(2));
    edges = quantiles.subList(1, BINS).stream().distinct().sorted().toList();
    constants.put("edges", (double) edges.size());
  }

  private void vocabulary(String column, String view) {
    List<Row> values =
        sql(
            spark,
            """
            SELECT %s AS value, CAST(row_number() OVER (ORDER BY count(*) DESC, %s) AS INT) AS place
            FROM train WHERE %s <> '' GROUP BY %s HAVING count(*) >= 20
            """,
            column,
            column,
            column,
            column);
    keep(column, view, values, "value STRING, place INT");
  }

  private void pairs(String feature, String view, String from, String code, int minCount) {
    List<Row> values =
        sql(
            spark,
            """
            SELECT code, CAST(row_number() OVER (ORDER BY code) AS INT) AS place FROM (
              SELECT %s AS code FROM %s) GROUP BY code HAVING count(*) >= %d
            """,
            code,
            from,
            minCount);
    keep(feature, view, values, "code BIGINT, place INT");
  }

  private void keep(String feature, String view, List<Row> rows, String schema) {
    constants.put(feature, (double) rows.size());
    spark
        .createDataFrame(rows, org.apache.spark.sql.types.StructType.fromDDL(schema))
        .createOrReplaceTempView(view);
  }

  private String routeCode() {
    return "CAST(coalesce(o.place, 0) AS BIGINT) * %.0f + coalesce(d.place, 0)"
        .formatted(constants.get("destination") + 1);
  }

  private static String weekdayHourCode() {
    return "CAST(%s AS BIGINT) * 25 + %s".formatted(WEEKDAY, HOUR);
  }

  /** Bin 0 is for missing distances. */
  private String bin() {
    StringBuilder bins = new StringBuilder("CASE WHEN distance IS NULL THEN 0");
    for (int i = 0; i < edges.size(); i++) {
      bins.append(" WHEN distance < %s THEN %d".formatted(edges.get(i), i + 1));
    }
    return bins.append(" ELSE %d END".formatted(edges.size() + 1)).toString();
  }

  void write() {
    sql(
        spark,
        """
        CREATE OR REPLACE TEMP VIEW targets AS
        SELECT *, CAST(IF(delay >= 15, 1, 0) AS FLOAT) AS __label,
               CASE WHEN date < TIMESTAMP '2001-05-01' THEN 'train'
                    WHEN date < TIMESTAMP '2001-06-01' THEN 'valid' ELSE 'test' END AS __split
        FROM clean WHERE delay IS NOT NULL AND date IS NOT NULL
        """);
    spark.sql(selection()).write().partitionBy("__split").parquet(output + "/features");
    long without =
        sql(spark, "SELECT count(*) FROM clean WHERE delay IS NULL OR date IS NULL")
            .get(0)
            .getLong(0);
    if (without > 0) {
      throw new IllegalStateException(
          "Cannot prepare rows: %d have no label (expected none).".formatted(without));
    }
  }

  private String selection() {
    return """
        SELECT /*+ BROADCAST(o), BROADCAST(d), BROADCAST(r), BROADCAST(w) */
          __row, __label, __split,
          %s AS hour,
          coalesce(CAST(sin(%s) AS FLOAT), 0) AS minute_sin,
          coalesce(CAST(cos(%s) AS FLOAT), 0) AS minute_cos,
          %s AS weekday,
          CAST((coalesce(distance, %s) - %s) / %s AS FLOAT) AS distance,
          %s AS `distance-bin`,
          coalesce(o.place, 0) AS origin, coalesce(d.place, 0) AS destination,
          coalesce(r.place, 0) AS route, coalesce(w.place, 0) AS `weekday-hour`
        FROM targets %s
        LEFT JOIN routes r ON r.code = %s
        LEFT JOIN weekday_hours w ON w.code = %s
        """
        .formatted(
            HOUR,
            ANGLE,
            ANGLE,
            WEEKDAY,
            constants.get("median"),
            constants.get("mean"),
            constants.get("deviation"),
            bin(),
            JOINED,
            routeCode(),
            weekdayHourCode());
  }

  /** Rows by split and label, from the files. */
  List<Row> labels() {
    spark.read().parquet(output + "/features").createOrReplaceTempView("prepared");
    return sql(spark, "SELECT __split, __label, count(*) FROM prepared GROUP BY __split, __label");
  }

  Map<String, Double> constants() {
    return constants;
  }
}
