package io.millrace.jobs.airports;

import io.millrace.jobs.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * The tables that {@code conf/airport-evenings.conf} makes by SQL, in a session of their own, so
 * that no other test sees their views.
 */
final class EveningTables {
  private static final Path HOME = Path.of(System.getProperty("millrace.home", ".."));
  private static final Path DATA = HOME.resolve("data/flights");
  private static final String TYPED =
      "SELECT CAST(date AS TIMESTAMP) AS date, CAST(delay AS INT) AS delay,"
          + " CAST(distance AS INT) AS distance, origin, destination FROM %s";
  private static final String IN_RANGE =
      " WHERE date BETWEEN '2001-01-01' AND '2001-06-30 23:59:59' AND delay BETWEEN -180 AND 1440";

  private final SparkSession spark;

  private EveningTables(SparkSession spark) {
    this.spark = spark;
  }

  /** All flights of the demo that its rules accept. */
  static EveningTables ofDemo() {
    EveningTables tables = open();
    String file = DATA.resolve("flights-3m.parquet").toString();
    tables.flights(tables.spark.sql(TYPED.formatted("parquet.`%s`".formatted(file)) + IN_RANGE));
    return tables;
  }

  /** These flights and no others. */
  static EveningTables of(List<Flight> flights) {
    EveningTables tables = open();
    List<Row> rows = flights.stream().map(EveningTables::row).toList();
    tables
        .spark
        .createDataFrame(
            rows,
            org.apache.spark.sql.types.StructType.fromDDL(
                "date STRING, delay INT, distance INT, origin STRING, destination STRING"))
        .createOrReplaceTempView("typed");
    tables.flights(tables.spark.sql(TYPED.formatted("typed")));
    return tables;
  }

  /** Time zones of airports by their codes. */
  static Map<String, String> zones() throws IOException {
    return Files.readAllLines(DATA.resolve("airport-zones.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .collect(Collectors.toMap(fields -> fields[0], fields -> fields[1]));
  }

  /** The flights for which a condition holds. */
  List<Flight> flights(String condition) {
    return spark
        .sql(
            "SELECT date_format(date, \"yyyy-MM-dd'T'HH:mm:ss\"), delay, distance, origin, destination FROM flights WHERE "
                + condition)
        .collectAsList()
        .stream()
        .map(Flight::of)
        .toList();
  }

  /** Codes of all airports that flights come from or go to. */
  List<String> airports() {
    return spark
        .sql("SELECT origin FROM flights UNION SELECT destination FROM flights")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** Makes the table that the others read, once for all of them. */
  EveningTables prepare(Path folder) throws IOException {
    String file = folder.resolve("route-days").toString();
    query("route-days").write().parquet(file);
    spark.read().parquet(file).createOrReplaceTempView("route_days");
    return this;
  }

  Dataset<Row> routeDays() throws IOException {
    return query("route-days");
  }

  Dataset<Row> nodes() throws IOException {
    return query("nodes");
  }

  Dataset<Row> routes() throws IOException {
    return query("routes");
  }

  private Dataset<Row> query(String name) throws IOException {
    Path file = HOME.resolve("conf/airport-evenings-%s.sql".formatted(name));
    return spark.sql(Files.readString(file));
  }

  private static EveningTables open() {
    SparkSession spark = TestSpark.session().newSession();
    spark.conf().set("spark.sql.session.timeZone", "UTC");
    csv(
        spark,
        "airports",
        "iata STRING, name STRING, city STRING, state STRING, country STRING, latitude DOUBLE, longitude DOUBLE");
    csv(spark, "airport-zones", "iata STRING, zone STRING");
    return new EveningTables(spark);
  }

  private static void csv(SparkSession spark, String name, String columns) {
    spark
        .read()
        .schema(columns)
        .option("header", true)
        .csv(DATA.resolve(name + ".csv").toString())
        .createOrReplaceTempView(name.equals("airport-zones") ? "zones" : name);
  }

  private void flights(Dataset<Row> flights) {
    flights.createOrReplaceTempView("flights");
  }

  private static Row row(Flight flight) {
    return RowFactory.create(
        flight.date().toString(),
        flight.delay(),
        flight.distance(),
        flight.origin(),
        flight.destination());
  }
}
