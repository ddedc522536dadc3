package io.millrace.jobs.airports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's evenings, compared with plain loops over its flights. */
@Tag("full")
class EveningsIT {
  private static final double TOLERANCE = 1e-9;
  private static final List<String> USUAL = List.of("ORD", "BOI", "HNL", "FWA", "STX");

  @TempDir static Path folder;

  private static EveningTables tables;
  private static Dataset<Row> nodes;
  private static Map<String, String> zones;

  @BeforeAll
  static void prepare() throws Exception {
    tables = EveningTables.ofDemo().prepare(folder);
    nodes = tables.nodes().cache();
    zones = EveningTables.zones();
  }

  @Test
  void hasARowForEachAirportAndDay() throws Exception {
    assertThat(nodes.count()).isEqualTo(zones.size() * 181L);
    assertThat(nodes.select("evening").distinct().count()).isEqualTo(nodes.count());
    assertThat(nodes.where("late_share IS NOT NULL").count()).isEqualTo(19_615);
    long late = nodes.where("late_share >= 0.3").count();
    assertThat(late).isEqualTo(6_601);
    assertThat(tables.routes().count()).isEqualTo(501_088);
  }

  @Test
  void knowsTheZoneOfEachAirport() {
    assertThat(zones.keySet()).containsExactlyInAnyOrderElementsOf(tables.airports());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001-01-01", "2001-04-02", "2001-06-30"})
  void agreesWithPlainLoops(LocalDate day) throws Exception {
    List<Flight> flights =
        tables.flights("date BETWEEN '%s' AND '%s'".formatted(day.minusDays(2), day.plusDays(3)));
    PlainEvenings plain = new PlainEvenings(flights, zones);
    List<Row> found = nodes.where("day = '%s'".formatted(day)).collectAsList();
    assertThat(found).hasSize(zones.size());
    for (Row row : found) {
      plain
          .facts(row.getAs("airport"), day)
          .forEach((column, expected) -> assertSame(row, column, expected));
    }
    Map<String, Long> routes = new HashMap<>();
    for (Row row : tables.routes().where("source LIKE '%%%s'".formatted(day)).collectAsList()) {
      routes.put(row.getString(0) + " > " + row.getString(1), row.getLong(2));
    }
    assertThat(routes).isEqualTo(plain.routes(day));
  }

  @Test
  void takesADayOutOfWhatIsUsual() {
    String airports = String.join("', '", USUAL);
    PlainEvenings plain =
        new PlainEvenings(tables.flights("origin IN ('%s')".formatted(airports)), zones);
    String days = "'2001-01-01', '2001-03-05', '2001-04-30', '2001-05-01', '2001-06-30'";
    List<Row> found =
        nodes.where("airport IN ('%s') AND day IN (%s)".formatted(airports, days)).collectAsList();
    assertThat(found).hasSize(25);
    for (Row row : found) {
      LocalDate day = row.<java.sql.Date>getAs("day").toLocalDate();
      assertSame(row, "usual_late", plain.usual(row.getAs("airport"), day));
    }
  }

  private static void assertSame(Row row, String column, @Nullable Double expected) {
    Number found = row.getAs(column);
    String what = row.getAs("evening") + ": " + column;
    if (expected == null) {
      assertThat(found).as(what).isNull();
    } else {
      assertThat(found).as(what).isNotNull();
      assertThat(found.doubleValue()).as(what).isCloseTo(expected, within(TOLERANCE));
    }
  }
}
