package io.millrace.benchmarks.serve;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.catalog.Catalog;
import io.millrace.server.CatalogServer;
import io.millrace.server.MixedLoad;
import io.millrace.server.ServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An hour of a busy team in five minutes: publishes, moves, resolves, scores and follows at the
 * same time, looks whether anything was lost, and watches memory and file handles. Exit code 1:
 * something was lost, wrong or kept; 2: wrong arguments.
 */
public final class LoadBenchmark {
  private static final Map<String, Integer> DEFAULTS = Map.of("--minutes", 5, "--seed", 1);

  private LoadBenchmark() {}

  /** Arguments: the source tree, and {@code --minutes N --seed N}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Integer> options = Options.parse(arguments, DEFAULTS);
    Path scratch = Scratch.create("millrace-load-");
    Catalog catalog = Catalog.open(scratch.resolve("catalog").toString());
    boolean sound = true;
    try (CatalogServer server =
        CatalogServer.start(catalog, ServerOptions.local(scratch.resolve("uploads")).opened())) {
      Totals totals = new Totals();
      Resources first = null;
      for (int minute = 0; minute < options.get("--minutes"); minute++) {
        totals.add(minute(server.uri(), catalog, options.get("--seed") + minute));
        // The first minute is Java's compiler's, and fills caches.
        first = first == null ? Resources.now() : first;
      }
      sound = totals.report() & first.report("load");
    }
    System.exit(sound ? 0 : 1);
  }

  private static MixedLoad.Report minute(URI server, Catalog catalog, int seed) throws Exception {
    return new MixedLoad(server, catalog, Duration.ofMinutes(1), seed).run();
  }

  /** Of all minutes. */
  private static final class Totals {
    private int published;
    private int moved;
    private int requests;
    private int lost;
    private int errors;
    private double p99Ms;

    void add(MixedLoad.Report minute) {
      published += minute.published();
      moved += minute.moved();
      requests += minute.requests();
      lost += told("lost", minute.lost());
      errors += told("wrong", minute.errors());
      p99Ms = Math.max(p99Ms, minute.p99Ms());
    }

    private static int told(String what, List<String> all) {
      all.stream().limit(10).forEach(one -> System.err.println(what + ": " + one));
      return all.size();
    }

    boolean report() {
      Map<String, Object> counts = new LinkedHashMap<>();
      counts.put("published", published);
      counts.put("moved", moved);
      Figures.print("load.requests", requests, counts);
      Figures.print("load.lost", lost, Map.of("limit", 0));
      Figures.print("load.errors", errors, Map.of("limit", 0));
      Figures.print("load.worstMinuteP99Ms", Figures.rounded(p99Ms), Map.of());
      return lost == 0 && errors == 0;
    }
  }
}
