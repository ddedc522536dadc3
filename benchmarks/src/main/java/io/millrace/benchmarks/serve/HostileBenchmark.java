package io.millrace.benchmarks.serve;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.TinyModels;
import io.millrace.server.CatalogServer;
import io.millrace.server.HostileRequests;
import io.millrace.server.RawClient;
import io.millrace.server.ServerOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends requests that no honest client sends, and watches errors, memory and file handles. Exit
 * code 1: the server had an error of its own, or kept something; 2: wrong arguments.
 */
public final class HostileBenchmark {
  private static final Map<String, Integer> DEFAULTS = Map.of("--requests", 200_000, "--seed", 1);

  private HostileBenchmark() {}

  /** Arguments: the source tree, and {@code --requests N --seed N}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Integer> options = Options.parse(arguments, DEFAULTS);
    Path scratch = Scratch.create("millrace-hostile-");
    Catalog catalog = Catalog.open(scratch.resolve("catalog").toString());
    catalog.publish(TinyModels.publication("run-1"));
    Map<Integer, Integer> statuses = new TreeMap<>();
    boolean sound;
    try (CatalogServer server =
        CatalogServer.start(catalog, ServerOptions.local(scratch.resolve("uploads")).opened())) {
      sound = measure(server, options, statuses);
    }
    System.exit(sound ? 0 : 1);
  }

  private static boolean measure(
      CatalogServer server, Map<String, Integer> options, Map<Integer, Integer> statuses)
      throws Exception {
    HostileRequests requests = new HostileRequests(options.get("--seed"));
    RawClient client = new RawClient(server.uri());
    int count = options.get("--requests");
    int warm = Math.max(1, count / 10);
    int errors = 0;
    Resources before = Resources.now();
    for (int i = 0; i < count; i++) {
      if (i == warm) {
        // A leak of 100 bytes for each of the others would be 18 MB.
        before = Resources.now();
      }
      byte[] request = requests.next();
      int status = client.send(request);
      statuses.merge(status, 1, Integer::sum);
      if (status >= 500 && status != 501 && status != 505) {
        errors++;
        System.err.println(new String(request, StandardCharsets.ISO_8859_1));
      }
    }
    Figures.print(
        "hostile.errors", errors, Map.of("limit", 0, "requests", count, "statuses", statuses));
    return before.report("hostile") & errors == 0;
  }
}
