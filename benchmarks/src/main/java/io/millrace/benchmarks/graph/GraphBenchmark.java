package io.millrace.benchmarks.graph;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.benchmarks.prepare.Children;
import io.millrace.handoff.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the step {@code graph} on more and more edges between the same nodes, each time in a JVM
 * with a heap of 4 GB and two tasks at once. Exit code 1: a limit was missed, 2: wrong arguments.
 */
public final class GraphBenchmark {
  /** For the default sizes, on two cores. */
  private static final double LIMIT_SECONDS = 120;

  /** How much slower an edge may get with more of them. */
  private static final double LIMIT_RATIO = 1.25;

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "--scale", "20",
          "--features", "64",
          "--edges", "1000000,10000000",
          "--heap", "4g");

  private GraphBenchmark() {}

  /** Arguments: the source tree, and {@code --scale N --features N --edges N,N,... --heap SIZE}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = options(arguments);
    Path scratch = Scratch.create("millrace-graph-");
    double first = 0;
    double last = 0;
    double seconds = 0;
    for (String edges : options.get("--edges").split(",", -1)) {
      Map<?, ?> figure = measure(scratch, options, edges);
      last = ((Number) figure.get("value")).doubleValue();
      seconds = ((Number) figure.get("seconds")).doubleValue();
      first = first == 0 ? last : first;
    }
    Figures.print("graph.ratio", Figures.rounded(last / first), Map.of("limit", LIMIT_RATIO));
    Figures.print("graph.seconds", Figures.rounded(seconds), Map.of("limit", LIMIT_SECONDS));
    System.exit(last / first <= LIMIT_RATIO && seconds <= LIMIT_SECONDS ? 0 : 1);
  }

  private static Map<?, ?> measure(Path scratch, Map<String, String> options, String edges)
      throws Exception {
    Path folder = Files.createTempDirectory(scratch, "graph-");
    List<String> lines =
        new Children(scratch, options.get("--heap"))
            .run(
                GraphRun.class,
                options.get("--scale"),
                edges,
                options.get("--features"),
                folder.toString());
    Scratch.delete(folder);
    String line = lines.get(lines.size() - 1);
    System.out.println(line);
    return Json.read(line.getBytes(StandardCharsets.UTF_8), Map.class, "a figure");
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new LinkedHashMap<>(DEFAULTS);
    for (int i = 1; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      String form =
          switch (arguments[i]) {
            case "--edges" -> "[1-9][0-9]{0,9}(,[1-9][0-9]{0,9})*";
            case "--heap" -> "[1-9][0-9]{0,5}[mg]";
            default -> "[1-9][0-9]{0,9}";
          };
      if (!DEFAULTS.containsKey(arguments[i]) || !value.matches(form)) {
        System.err.printf(
            "Cannot measure: found '%s %s' (expected --scale N, --features N, --edges N,N,..., N from 1, or --heap SIZE such as 4g).%n",
            arguments[i], value);
        System.exit(2);
      }
      options.put(arguments[i], value);
    }
    return options;
  }
}
