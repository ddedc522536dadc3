package io.millrace.benchmarks.catalog;

import io.millrace.benchmarks.measure.Child;
import io.millrace.benchmarks.measure.Figures;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.VersionEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long it takes to find out what an alias stands for. */
public final class Resolving {
  private static final int MODELS = 10;
  private static final int COLD = 5;
  private static final int WARM = 2000;
  private static final double COLD_LIMIT_SECONDS = 1;
  private static final double WARM_LIMIT_MS = 20;

  private Resolving() {}

  /**
   * A process that opens a catalog and resolves once.
   *
   * @param arguments root
   */
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    VersionEntry version = Catalog.open(arguments[0]).resolve(model(0) + "@champion");
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpu =
        ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
    System.out.println(version.version() + " " + seconds + " " + cpu);
  }

  /** Whether both limits were kept. */
  static boolean measure(String root, int versions) throws IOException, InterruptedException {
    Catalog catalog = Catalog.open(root);
    long published = System.nanoTime();
    for (int i = 0; i < versions; i++) {
      catalog.publish(Publisher.publication(model(i % MODELS), "run-" + i));
    }
    double fill = (System.nanoTime() - published) / 1e9;
    List<Double> cold = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    for (int i = 0; i < COLD; i++) {
      try (Child child = Child.start(Resolving.class, root)) {
        child.go();
        String[] words = child.finish().get(0).split(" ", -1);
        cold.add(Double.valueOf(words[1]));
        cpu.add(Double.valueOf(words[2]));
      }
    }
    double coldSeconds = Figures.median(cold);
    Map<String, Object> facts = Figures.spread(cold);
    facts.put("cpuSecondsWithJava", Figures.rounded(Figures.median(cpu)));
    facts.put("versions", versions);
    facts.put("limit", COLD_LIMIT_SECONDS);
    facts.put("secondsToPublishThem", Figures.rounded(fill));
    Figures.print("catalog.resolve.coldSeconds", Figures.rounded(coldSeconds), facts);
    return warm(catalog, versions) <= WARM_LIMIT_MS && coldSeconds <= COLD_LIMIT_SECONDS;
  }

  private static double warm(Catalog catalog, int versions) {
    List<Double> milliseconds = new ArrayList<>();
    for (int i = 0; i < WARM; i++) {
      long start = System.nanoTime();
      VersionEntry version = catalog.resolve(model(i % MODELS) + "@champion");
      milliseconds.add((System.nanoTime() - start) / 1e6);
      if (version.rejected()) {
        throw new IllegalStateException("A champion that was rejected");
      }
    }
    List<Double> sorted = milliseconds.stream().sorted().toList();
    double p99 = sorted.get(WARM * 99 / 100);
    Figures.print(
        "catalog.resolve.warmP99Ms",
        Figures.rounded(p99),
        Map.of(
            "median", Figures.rounded(Figures.median(milliseconds)),
            "versions", versions,
            "limit", WARM_LIMIT_MS));
    return p99;
  }

  private static String model(int number) {
    return "bench/model-" + number;
  }
}
