package io.millrace.benchmarks.catalog;

import io.millrace.benchmarks.measure.Scratch;
import java.io.IOException;
import java.nio.file.Path;
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
    Path scratch = Scratch.create("millrace-catalog");
    boolean kept;
    if (Options.HDFS.equals(options.root())) {
      try (Hdfs hdfs = Hdfs.start(scratch)) {
        kept = measure(hdfs.uri(), options);
      }
    } else if (options.root() == null) {
      kept = measure(scratch.toString(), options);
    } else {
      kept = measure(options.root() + "/" + UUID.randomUUID(), options);
    }
    System.exit(kept ? 0 : 1);
  }

  private static boolean measure(String root, Options options)
      throws IOException, InterruptedException {
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
    return kept;
  }
}
