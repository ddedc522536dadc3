package io.millrace.benchmarks.prepare;

import io.millrace.benchmarks.measure.Growth;
import io.millrace.benchmarks.measure.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Measures clean and features on more and more rows in the same heap. Arguments: the source tree,
 * and the sizes as {@link Growth#sizes} reads them. Exit code 1: the limit was missed, 2: wrong
 * arguments.
 */
public final class PrepareGrowth {
  private final Path home;
  private final Path scratch;
  private final Children children;

  private PrepareGrowth(Path home, Path scratch) {
    this.home = home;
    this.scratch = scratch;
    this.children = new Children(scratch);
  }

  public static void main(String[] arguments) throws Exception {
    Growth growth = new Growth("growth.prepare");
    Path scratch = Scratch.create("millrace-growth-");
    PrepareGrowth prepare = new PrepareGrowth(Path.of(arguments[0]), scratch);
    for (int times : Growth.sizes(arguments)) {
      Outcome outcome = prepare.measure(times);
      growth.add(
          outcome.rowsIn(),
          outcome.seconds(),
          Map.of("cpuSeconds", outcome.cpuSeconds(), "phases", outcome.phases()));
    }
    System.exit(growth.report() ? 0 : 1);
  }

  private Outcome measure(int times) throws IOException, InterruptedException {
    Path flights = scratch.resolve("flights");
    Path output = Files.createDirectory(scratch.resolve("output"));
    try {
      System.err.printf("writing %d times the flights%n", times);
      children.run(
          CopyFlights.class,
          home.resolve("data/flights/flights-3m.parquet").toString(),
          flights.toString(),
          String.valueOf(times));
      System.err.println("cleaning and preparing them");
      return children.outcome(
          MillracePrepare.class,
          home.resolve("conf/flight-delays.conf").toString(),
          flights.toString(),
          home.resolve("data/flights/airports.csv").toString(),
          output.toString());
    } finally {
      Scratch.delete(output);
      Scratch.delete(flights);
    }
  }
}
