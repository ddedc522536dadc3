package io.millrace.benchmarks.prepare;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures clean, profile, features and write beside the same work written by hand: in turns, each
 * in a JVM of its own with the same settings. Prints one line of JSON for each figure. Exit code 1:
 * the limit was missed or the outputs differ, 2: wrong arguments.
 */
public final class PrepareBenchmark {
  /** Range of dates that holds all copies. */
  static final String FIRST = "2000-01-01T00:00:00";

  static final String LAST = "2001-12-31T23:59:59";

  private static final double LIMIT = 1.3;
  private static final int MANY_TIMES = 5;

  private final Path home;
  private final Path scratch;
  private final Children children;

  private PrepareBenchmark(Path home, Path scratch) {
    this.home = home;
    this.scratch = scratch;
    this.children = new Children(scratch);
  }

  /** Arguments: the source tree, and options {@code --times N --pairs N}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Integer> options = options(arguments);
    int times = options.getOrDefault("--times", 10);
    int pairs = options.getOrDefault("--pairs", times < MANY_TIMES ? 5 : 3);
    Path scratch = Scratch.create("millrace-prepare-");
    System.exit(new PrepareBenchmark(Path.of(arguments[0]), scratch).run(times, pairs) ? 0 : 1);
  }

  private static Map<String, Integer> options(String[] arguments) {
    Map<String, Integer> options = new LinkedHashMap<>();
    for (int i = 1; i < arguments.length; i += 2) {
      boolean known = arguments[i].equals("--times") || arguments[i].equals("--pairs");
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      if (!known || !value.matches("[1-9][0-9]{0,3}")) {
        System.err.printf(
            "Cannot measure: found '%s %s' (expected --times N or --pairs N, N from 1).%n",
            arguments[i], value);
        System.exit(2);
      }
      options.put(arguments[i], Integer.parseInt(value));
    }
    return options;
  }

  private boolean run(int times, int pairs) throws IOException, InterruptedException {
    Path flights = scratch.resolve("flights");
    children.run(
        CopyFlights.class,
        home.resolve("data/flights/flights-3m.parquet").toString(),
        flights.toString(),
        String.valueOf(times));
    List<Outcome> ours = new ArrayList<>();
    List<Outcome> reference = new ArrayList<>();
    for (int pair = 1; pair <= pairs; pair++) {
      // Who goes first changes, as the second finds warmer file caches.
      for (boolean own : pair % 2 == 1 ? List.of(true, false) : List.of(false, true)) {
        Outcome outcome = own ? millrace(flights) : handWritten(flights);
        (own ? ours : reference).add(outcome);
        System.err.printf(
            Locale.ROOT,
            "pair %d of %d, %s: %.1f s, %.1f s of processors, %s%n",
            pair,
            pairs,
            own ? "Millrace" : "by hand",
            outcome.seconds(),
            outcome.cpuSeconds(),
            outcome.phases());
      }
      ours.get(pair - 1).refuseOther(reference.get(pair - 1));
    }
    return report(ours, reference);
  }

  private Outcome millrace(Path flights) throws IOException, InterruptedException {
    Path output = output();
    try {
      return children.outcome(
          MillracePrepare.class,
          home.resolve("conf/flight-delays.conf").toString(),
          flights.toString(),
          airports(),
          output.toString());
    } finally {
      Scratch.delete(output);
    }
  }

  private Outcome handWritten(Path flights) throws IOException, InterruptedException {
    Path output = output();
    try {
      return children.outcome(
          HandWrittenPrepare.class, flights.toString(), airports(), output.toString());
    } finally {
      Scratch.delete(output);
    }
  }

  private String airports() {
    return home.resolve("data/flights/airports.csv").toString();
  }

  private Path output() throws IOException {
    return Files.createDirectory(scratch.resolve("output"));
  }

  private static boolean report(List<Outcome> ours, List<Outcome> reference) {
    long rows = ours.get(0).rowsIn();
    Figures.print("prepare.rows", rows, Map.of());
    speed("prepare.rowsPerSecond", rows, ours);
    speed("prepare.reference.rowsPerSecond", rows, reference);
    double ratio = ratio("prepare.ratio", ours, reference, Outcome::seconds);
    ratio("prepare.cpuRatio", ours, reference, Outcome::cpuSeconds);
    return ratio <= LIMIT;
  }

  private static double ratio(
      String name, List<Outcome> ours, List<Outcome> reference, ToDoubleFunction<Outcome> time) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(time.applyAsDouble(ours.get(i)) / time.applyAsDouble(reference.get(i)));
    }
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("limit", LIMIT);
    more.putAll(Figures.spread(ratios));
    more.put("pairs", ratios.size());
    Figures.print(name, Figures.rounded(Figures.median(ratios)), more);
    return Figures.median(ratios);
  }

  private static void speed(String name, long rows, List<Outcome> outcomes) {
    List<Double> seconds = outcomes.stream().map(Outcome::seconds).toList();
    double middle = Figures.median(seconds);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("seconds", Figures.rounded(middle));
    more.put(
        "cpuSeconds",
        Figures.rounded(Figures.median(outcomes.stream().map(Outcome::cpuSeconds).toList())));
    Figures.print(name, Math.round(rows / middle), more);
  }
}
