package io.millrace.jobs.airports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of airports' evenings as loops over flights find them: the slow way, to compare with. */
final class PlainEvenings {
  private static final LocalDate TRAINED_TO = LocalDate.of(2001, 5, 1);
  private static final LocalDate TRAINED_FROM = LocalDate.of(2001, 1, 1);
  private static final int ENOUGH = 5;

  private final Map<String, String> zones;
  private final Map<LocalDate, List<Flight>> byDay;

  PlainEvenings(List<Flight> flights, Map<String, String> zones) {
    this.zones = zones;
    this.byDay = flights.stream().collect(Collectors.groupingBy(flight -> flight.day(zones)));
  }

  /** The numbers of one airport and day by their columns; null where there are none. */
  Map<String, @Nullable Double> facts(String airport, LocalDate day) {
    Map<String, @Nullable Double> facts = new TreeMap<>();
    Map<String, Function<Flight, String>> sides =
        Map.of("departures", Flight::origin, "arrivals", Flight::destination);
    sides.forEach(
        (side, end) -> {
          facts.putAll(statistics(side, landed(end, airport, day, day)));
          facts.putAll(statistics(side + "_before", landed(end, airport, day.minusDays(1), day)));
        });
    List<Flight> evening = evening(airport, day);
    facts.put("late_share", evening.size() < ENOUGH ? null : lateShare(evening));
    return facts;
  }

  /** The late share of an airport's evenings of all training days but this one. */
  @Nullable Double usual(String airport, LocalDate day) {
    List<Flight> evenings = new ArrayList<>();
    for (LocalDate other = TRAINED_FROM; other.isBefore(TRAINED_TO); other = other.plusDays(1)) {
      if (!other.equals(day)) {
        evenings.addAll(evening(airport, other));
      }
    }
    return lateShare(evenings);
  }

  /** Flights that have departed in time, by source and target. */
  Map<String, Long> routes(LocalDate day) {
    return byDay.get(day).stream()
        .filter(flight -> flight.departed(day, zones))
        .collect(
            Collectors.groupingBy(
                flight ->
                    "%s %s > %s %s".formatted(flight.origin(), day, flight.destination(), day),
                Collectors.counting()));
  }

  private List<Flight> landed(
      Function<Flight, String> end, String airport, LocalDate of, LocalDate by) {
    return byDay.getOrDefault(of, List.of()).stream()
        .filter(flight -> end.apply(flight).equals(airport) && flight.landed(by, zones))
        .toList();
  }

  private List<Flight> evening(String airport, LocalDate day) {
    return byDay.getOrDefault(day, List.of()).stream()
        .filter(flight -> flight.origin().equals(airport) && flight.evening(zones))
        .toList();
  }

  private static Map<String, @Nullable Double> statistics(String name, List<Flight> flights) {
    double mean = flights.stream().mapToInt(Flight::delay).average().orElse(Double.NaN);
    double squares =
        flights.stream().mapToDouble(flight -> Math.pow(flight.delay() - mean, 2)).sum();
    boolean none = flights.isEmpty();
    Map<String, @Nullable Double> found = new HashMap<>();
    found.put(name, (double) flights.size());
    found.put(name + "_delay", none ? null : mean);
    found.put(name + "_spread", none ? null : Math.sqrt(squares / flights.size()));
    found.put(name + "_late", lateShare(flights));
    return found;
  }

  private static @Nullable Double lateShare(List<Flight> flights) {
    double late = flights.stream().filter(Flight::late).count();
    return flights.isEmpty() ? null : late / flights.size();
  }
}
