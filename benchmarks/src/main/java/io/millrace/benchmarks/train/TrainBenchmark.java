package io.millrace.benchmarks.train;

import io.millrace.benchmarks.measure.Scratch;
import java.nio.file.Path;

/**
 * Measures training by the product's own job: its speed beside that of its arithmetic alone, or
 * that many rows fit into a heap. Prints one line of JSON for each figure. Exit code 1: a limit was
 * missed or a training failed, 2: wrong arguments.
 */
public final class TrainBenchmark {
  private static final int ROUNDS = 5;

  private TrainBenchmark() {}

  /** Arguments: the source tree, and {@code --rounds N} or {@code --memory}. */
  public static void main(String[] arguments) throws Exception {
    boolean memory = arguments.length == 2 && arguments[1].equals("--memory");
    boolean counted = arguments.length == 3 && arguments[1].equals("--rounds");
    if (arguments.length != 1 && !memory && !(counted && arguments[2].matches("[1-9][0-9]{0,2}"))) {
      System.err.printf(
          "Cannot measure: found '%s' (expected nothing, --rounds N with N from 1, or --memory).%n",
          String.join(" ", java.util.Arrays.asList(arguments).subList(1, arguments.length)));
      System.exit(2);
    }
    Path scratch = Scratch.create("millrace-train-");
    Processes processes = new Processes(Path.of(arguments[0]), scratch);
    boolean good =
        memory
            ? new Memory(processes, scratch).run()
            : new Speed(processes, scratch).run(counted ? Integer.parseInt(arguments[2]) : ROUNDS);
    System.exit(good ? 0 : 1);
  }
}
