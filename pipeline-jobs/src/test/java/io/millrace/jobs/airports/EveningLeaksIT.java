package io.millrace.jobs.airports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens after 19:00 UTC of a day changes nothing that the day is predicted from. */
@Tag("full")
class EveningLeaksIT {
  private static final long SEED = 19;
  private static final LocalDate TRAINED_TO = LocalDate.of(2001, 5, 1);

  @TempDir Path folder;

  private static EveningTables demo;
  private static Map<String, String> zones;

  @BeforeAll
  static void open() throws Exception {
    demo = EveningTables.ofDemo();
    zones = EveningTables.zones();
  }

  /** A day of training, whose own evening also makes what is usual, and one of the test. */
  @ParameterizedTest
  @ValueSource(strings = {"2001-03-06", "2001-06-13"})
  void predictsFromWhatIsKnownAtNineteen(LocalDate day) throws Exception {
    List<Flight> flights =
        demo.flights("date BETWEEN '%s' AND '%s'".formatted(day.minusDays(2), day.plusDays(3)));
    Made before = made("before", flights, day);
    Made after = made("after", changed(flights, day), day);

    assertThat(after.features()).isEqualTo(before.features());
    assertThat(after.routes()).isEqualTo(before.routes());
    assertThat(after.labels()).isNotEqualTo(before.labels());
    assertThat(after.nextDay()).isNotEqualTo(before.nextDay());
  }

  /**
   * The flights with another evening: those that have not landed by 19:00 UTC are delayed anew, and
   * of those that have not departed some are gone and some fly elsewhere as well. Other days of
   * training stay as they are, since they make what is usual.
   */
  private static List<Flight> changed(List<Flight> flights, LocalDate day) {
    Random random = new Random(SEED);
    List<Flight> changed = new ArrayList<>();
    for (Flight flight : flights) {
      boolean free = flight.day(zones).equals(day) || !day.isBefore(TRAINED_TO);
      if (free && !flight.landed(day, zones)) {
        change(flight, !flight.departed(day, zones), random, changed);
      } else {
        changed.add(flight);
      }
    }
    return changed;
  }

  private static void change(Flight flight, boolean mayGo, Random random, List<Flight> changed) {
    Flight delayed = flight.delayed(random.nextInt(-30, 200));
    int dice = mayGo ? random.nextInt(4) : 3;
    if (dice > 0) {
      changed.add(delayed);
    }
    if (dice == 1) {
      changed.add(delayed.between(flight.origin(), "ADQ"));
    }
  }

  private Made made(String name, List<Flight> flights, LocalDate day) throws Exception {
    EveningTables tables =
        EveningTables.of(flights).prepare(Files.createDirectory(folder.resolve(name)));
    Dataset<Row> nodes = tables.nodes().orderBy("evening").cache();
    Dataset<Row> today = nodes.where("day = '%s'".formatted(day));
    Dataset<Row> next = nodes.where("day = '%s'".formatted(day.plusDays(1)));
    return new Made(
        today.drop("late_share").collectAsList(),
        tables
            .routes()
            .where("source LIKE '%%%s'".formatted(day))
            .orderBy("source", "target")
            .collectAsList(),
        today.select("evening", "late_share").collectAsList(),
        next.drop("late_share").collectAsList());
  }

  private record Made(List<Row> features, List<Row> routes, List<Row> labels, List<Row> nextDay) {}
}
