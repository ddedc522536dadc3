package io.millrace.jobs.airports;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * A flight as the file has it, and what its network day makes of it; written with java.time and
 * without a look at the queries.
 *
 * @param date local time of the actual departure
 * @param distance in miles
 */
record Flight(LocalDateTime date, int delay, int distance, String origin, String destination) {
  private static final LocalTime FIRST = LocalTime.of(9, 0);
  private static final LocalTime PREDICTION = LocalTime.of(19, 0);
  private static final LocalTime EVENING = LocalTime.of(21, 0);
  private static final double MILES_A_MINUTE = 7.5;

  static Flight of(Row row) {
    return new Flight(
        LocalDateTime.parse(row.getString(0)),
        row.getInt(1),
        row.getInt(2),
        row.getString(3),
        row.getString(4));
  }

  Flight delayed(int minutes) {
    return new Flight(date, minutes, distance, origin, destination);
  }

  Flight between(String other, String another) {
    return new Flight(date, delay, distance, other, another);
  }

  Instant departure(Map<String, String> zones) {
    return date.atZone(ZoneId.of(zones.get(origin))).toInstant();
  }

  /** The network day that it departs on. */
  LocalDate day(Map<String, String> zones) {
    LocalDateTime utc = LocalDateTime.ofInstant(departure(zones), ZoneOffset.UTC);
    LocalDate day = utc.toLocalDate();
    return utc.toLocalTime().isBefore(FIRST) ? day.minusDays(1) : day;
  }

  /** Whether it has departed when a day's evening is predicted. */
  boolean departed(LocalDate day, Map<String, String> zones) {
    return departure(zones).isBefore(day.atTime(PREDICTION).toInstant(ZoneOffset.UTC));
  }

  /** Whether it has landed by then, as far as that can be estimated. */
  boolean landed(LocalDate day, Map<String, String> zones) {
    long seconds = Math.round(60 * (30 + distance / MILES_A_MINUTE));
    Instant landing = departure(zones).plus(Duration.ofSeconds(seconds));
    return landing.isBefore(day.atTime(PREDICTION).toInstant(ZoneOffset.UTC));
  }

  /** Whether it departs in the evening of its network day. */
  boolean evening(Map<String, String> zones) {
    Instant evening = day(zones).atTime(EVENING).toInstant(ZoneOffset.UTC);
    return !departure(zones).isBefore(evening);
  }

  boolean late() {
    return delay >= 15;
  }
}
