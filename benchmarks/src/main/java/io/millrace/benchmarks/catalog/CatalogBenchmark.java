package io.millrace.benchmarks.catalog;

import io.millrace.benchmarks.measure.Scratch;
import java.io.IOException;
import java.util.UUID;

/**
 * {@code benchmarks/catalog}. Ends with code 1 if a limit was not kept or something went missing.
 */
public final class CatalogBenchmark {
  private CatalogBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = null;
    try {
      options = Options.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    String root =
        options.root() == null
            ? Scratch.create("millrace-catalog").toString()
            : options.root() + "/" + UUID.randomUUID();
    boolean kept = true;
    if (options.wants("publish")) {
      kept &= Races.publish(root + "/publish", options.publishers(), options.publications());
    }
    if (options.wants("kill")) {
      kept &= Races.kill(root + "/kill", options.kills(), options.publishers(), options.seed());
    }
    if (options.wants("resolve")) {
      kept &= Resolving.measure(root + "/resolve", options.versions());
    }
    System.exit(kept ? 0 : 1);
  }
}
