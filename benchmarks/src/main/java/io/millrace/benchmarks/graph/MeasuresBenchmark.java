package io.millrace.benchmarks.graph;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.benchmarks.prepare.Children;
import io.millrace.handoff.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the measures of nodes beside GraphX's, each in a JVM with a heap of 4 GB and two tasks
 * at once. Exit code 2: wrong arguments.
 */
public final class MeasuresBenchmark {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "--scale", "20",
          "--edges", "10000000",
          "--measures", "page-rank,triangles,component");

  private MeasuresBenchmark() {}

  /** Arguments: the source tree, and {@code --scale N --edges N --measures NAME,NAME,...}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = options(arguments);
    Path scratch = Scratch.create("millrace-measures-");
    for (String measure : options.get("--measures").split(",", -1)) {
      Map<?, ?> ours = run(scratch, options, measure, MeasuresRun.MILLRACE, 0);
      int rounds = ((Number) ours.get("rounds")).intValue();
      Map<?, ?> graphX = run(scratch, options, measure, MeasuresRun.GRAPH_X, rounds);
      Map<String, Object> more = new LinkedHashMap<>();
      if (rounds > 0) {
        more.put("rounds", rounds);
      }
      more.put("cpuSeconds", ours.get("cpuSeconds"));
      more.put("graphXSeconds", graphX.get("seconds"));
      more.put("graphXCpuSeconds", graphX.get("cpuSeconds"));
      Figures.print("measures." + measure + ".seconds", (Number) ours.get("seconds"), more);
    }
  }

  private static Map<?, ?> run(
      Path scratch, Map<String, String> options, String measure, String engine, int rounds)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(scratch, "measures-");
    List<String> lines =
        new Children(scratch)
            .run(
                MeasuresRun.class,
                options.get("--scale"),
                options.get("--edges"),
                measure,
                engine,
                folder.toString(),
                String.valueOf(rounds));
    Scratch.delete(folder);
    byte[] last = lines.get(lines.size() - 1).getBytes(StandardCharsets.UTF_8);
    return Json.read(last, Map.class, "an outcome");
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new LinkedHashMap<>(DEFAULTS);
    for (int i = 1; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      String name = "(page-rank|triangles|component)";
      String form =
          arguments[i].equals("--measures") ? name + "(," + name + ")*" : "[1-9][0-9]{0,9}";
      if (!DEFAULTS.containsKey(arguments[i]) || !value.matches(form)) {
        System.err.printf(
            "Cannot measure: found '%s %s' (expected --scale N, --edges N or --measures NAME,..., of page-rank, triangles, component).%n",
            arguments[i], value);
        System.exit(2);
      }
      options.put(arguments[i], value);
    }
    return options;
  }
}
