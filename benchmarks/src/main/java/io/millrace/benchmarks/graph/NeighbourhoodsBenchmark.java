package io.millrace.benchmarks.graph;

import io.millrace.benchmarks.measure.Scratch;
import io.millrace.benchmarks.prepare.Children;
import io.millrace.handoff.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how training rows are made from a graph with hubs, in a JVM with a heap of 4 GB and two
 * tasks at once. Exit code 1: a task took too much longer than others, 2: wrong arguments.
 */
public final class NeighbourhoodsBenchmark {
  /** The longest task of a stage by its median one. */
  static final double LIMIT = 3;

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "--scale", "20",
          "--edges", "10000000",
          "--targets", "100000",
          "--features", "64",
          "--heap", "4g");

  private NeighbourhoodsBenchmark() {}

  /**
   * Arguments: the source tree, and {@code --scale N --edges N --targets N --features N --heap
   * SIZE}.
   */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = options(arguments);
    Path scratch = Scratch.create("millrace-neighbourhoods-");
    List<String> lines =
        new Children(scratch, options.get("--heap"))
            .run(
                NeighbourhoodsRun.class,
                options.get("--scale"),
                options.get("--edges"),
                options.get("--targets"),
                options.get("--features"),
                scratch.toString());
    boolean kept = false;
    for (String line : lines) {
      System.out.println(line);
      Map<?, ?> figure = Json.read(line.getBytes(StandardCharsets.UTF_8), Map.class, "a figure");
      if ("neighbourhoods.longestByMedianTask".equals(figure.get("figure"))) {
        kept = ((Number) figure.get("value")).doubleValue() <= LIMIT;
      }
    }
    System.exit(kept ? 0 : 1);
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new LinkedHashMap<>(DEFAULTS);
    for (int i = 1; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      String form = arguments[i].equals("--heap") ? "[1-9][0-9]{0,5}[mg]" : "[1-9][0-9]{0,9}";
      if (!DEFAULTS.containsKey(arguments[i]) || !value.matches(form)) {
        System.err.printf(
            "Cannot measure: found '%s %s' (expected --scale N, --edges N, --targets N, --features N, N from 1, or --heap SIZE such as 4g).%n",
            arguments[i], value);
        System.exit(2);
      }
      options.put(arguments[i], value);
    }
    return options;
  }
}
