package io.millrace.jobs.airports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Network days around the night of 1 April 2001, when most clocks went from 02:00 to 03:00. */
class EveningClockIT {
  private static final int MILES = 300;

  @Test
  void placesFlightsByTheirOwnAirportsClocks() throws Exception {
    assertThat(placed("ORD", "2001-03-31T12:59", "2001-03-31T13:00"))
        .as("18:59 and 19:00 UTC, before the change")
        .containsExactly("2001-03-31 departed", "2001-03-31");
    assertThat(placed("ORD", "2001-04-01T13:59", "2001-04-01T14:00"))
        .as("the same, after the change")
        .containsExactly("2001-04-01 departed", "2001-04-01");
    assertThat(placed("PHX", "2001-03-31T11:59", "2001-04-01T11:59", "2001-04-01T12:00"))
        .as("Arizona's clocks stay")
        .containsExactly("2001-03-31 departed", "2001-04-01 departed", "2001-04-01");
    assertThat(placed("IND", "2001-03-31T13:59", "2001-04-01T13:59", "2001-04-01T14:00"))
        .as("so do those of most of Indiana, that year")
        .containsExactly("2001-03-31 departed", "2001-04-01 departed", "2001-04-01");
  }

  @Test
  void beginsDaysAtNineAndEveningsAtTwentyOne() throws Exception {
    assertThat(placed("JFK", "2001-04-01T01:59", "2001-04-01T03:00", "2001-04-01T04:59"))
        .as("06:59, 07:00 and 08:59 UTC")
        .containsExactly("2001-03-31 evening", "2001-03-31 evening", "2001-03-31 evening");
    assertThat(placed("JFK", "2001-04-01T05:00", "2001-04-01T16:59", "2001-04-01T17:00"))
        .as("09:00, 20:59 and 21:00 UTC")
        .containsExactly("2001-04-01 departed landed", "2001-04-01", "2001-04-01 evening");
    assertThat(placed("HNL", "2001-03-31T22:59", "2001-03-31T23:00"))
        .as("08:59 and 09:00 UTC of the next date")
        .containsExactly("2001-03-31 evening", "2001-04-01 departed landed");
  }

  @Test
  void landsFlightsBeforeTheirDelayCounts() throws Exception {
    // 300 miles take 40 minutes, and half an hour is lost on the ground.
    assertThat(placed("ORD", "2001-05-02T12:49", "2001-05-02T12:50"))
        .as("landed at 18:59 and at 19:00 UTC")
        .containsExactly("2001-05-02 departed landed", "2001-05-02 departed");
  }

  /** Network day and marks of each flight, which its destination tells apart. */
  private static List<String> placed(String origin, String... dates) throws Exception {
    List<Flight> flights = new ArrayList<>();
    for (String date : dates) {
      String destination = "D%02d".formatted(flights.size());
      flights.add(new Flight(LocalDateTime.parse(date), 20, MILES, origin, destination));
    }
    return EveningTables.of(flights)
        .routeDays()
        .orderBy("destination")
        .selectExpr(
            "concat_ws(' ', day, if(departed = 1, 'departed', NULL),"
                + " if(landed = 1, 'landed', NULL), if(evening = 1, 'evening', NULL))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
