package io.millrace.benchmarks.sdk;

import io.millrace.benchmarks.measure.Scratch;
import io.millrace.benchmarks.prepare.Children;
import java.util.List;

/** Measures in a JVM with the settings that Spark needs. Exit code 2: wrong arguments. */
public final class SdkBenchmark {
  private SdkBenchmark() {}

  /** Arguments: the source tree, and {@code --rows N}. */
  public static void main(String[] arguments) throws Exception {
    boolean given =
        arguments.length == 3
            && arguments[1].equals("--rows")
            && arguments[2].matches("[1-9][0-9]{0,8}");
    if (arguments.length != 1 && !given) {
      System.err.printf(
          "Cannot measure: found '%s' (expected nothing, or --rows N from 1).%n",
          String.join(" ", List.of(arguments).subList(1, arguments.length)));
      System.exit(2);
    }
    new Children(Scratch.create("millrace-sdk-"))
        .run(SdkRun.class, given ? arguments[2] : "100000")
        .forEach(System.out::println);
  }
}
