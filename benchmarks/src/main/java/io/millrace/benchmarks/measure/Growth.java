package io.millrace.benchmarks.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the time for a row changes with the number of rows. The limit is for getting slower: fewer
 * rows share the start of Spark and Java's compiler, so they are slower by themselves.
 */
public final class Growth {
  private static final double LIMIT = 1.2;
  private static final String SIZES = "--sizes";

  private final String name;
  private final List<Double> microseconds = new ArrayList<>();
  private long lastRows;
  private double lastSeconds;

  /**
   * @param name of what is measured, first part of each figure's name
   */
  public Growth(String name) {
    this.name = name;
  }

  /**
   * Reads {@code --sizes N,N,...}, rising multiples of the flights.
   *
   * @param arguments the source tree, and the option; ends the process if they are others
   */
  public static List<Integer> sizes(String[] arguments) {
    boolean given =
        arguments.length == 3
            && arguments[1].equals(SIZES)
            && arguments[2].matches("[1-9][0-9]{0,3}(,[1-9][0-9]{0,3})*");
    if (arguments.length != 1 && !given) {
      System.err.printf(
          "Cannot measure: found '%s' (expected nothing, or %s N,N,... with rising N from 1).%n",
          String.join(" ", List.of(arguments).subList(1, arguments.length)), SIZES);
      System.exit(2);
    }
    return given
        ? List.of(arguments[2].split(",", -1)).stream().map(Integer::valueOf).sorted().toList()
        : List.of(1, 10, 33);
  }

  /** Prints one size, in rising order. */
  public void add(long rows, double seconds, Map<String, Object> more) {
    double each = seconds / rows * 1e6;
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("rows", rows);
    facts.put("seconds", Figures.rounded(seconds));
    if (lastRows > 0) {
      // What only the further rows cost, without what every start costs.
      facts.put("further", Figures.rounded((seconds - lastSeconds) / (rows - lastRows) * 1e6));
    }
    facts.putAll(more);
    Figures.print(name + ".microsecondsPerRow", Figures.rounded(each), facts);
    microseconds.add(each);
    lastRows = rows;
    lastSeconds = seconds;
  }

  /** Prints the largest size against the smallest and against the one before; whether both keep. */
  public boolean report() {
    int last = microseconds.size() - 1;
    boolean kept = ratio(".ratio", microseconds.get(last) / microseconds.get(0));
    return last < 2
        ? kept
        : ratio(".lastRatio", microseconds.get(last) / microseconds.get(last - 1)) && kept;
  }

  private boolean ratio(String figure, double ratio) {
    Figures.print(name + figure, Figures.rounded(ratio), Map.of("limit", LIMIT));
    return ratio <= LIMIT;
  }
}
