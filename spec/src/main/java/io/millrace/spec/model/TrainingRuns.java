package io.millrace.spec.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code runs.json}: the trainings of one model, each from its start with a seed of its own.
 *
 * @param chosen the seed of the one that is shipped: with the smallest validation loss, the first
 *     of equals
 * @param runs in the order of the seeds
 * @param spread over the runs, of {@code validLoss}, of each metric by its name, and of each metric
 *     of the test split as {@code testAtBest.<metric>} and {@code testAtLast.<metric>}
 */
public record TrainingRuns(int version, long chosen, List<Run> runs, Map<String, Spread> spread) {
  public static final int VERSION = 2;

  public TrainingRuns {
    runs = List.copyOf(runs);
    spread = Map.copyOf(spread);
  }

  /**
   * One training. The test split is measured when all trainings are over: nothing is chosen by it.
   *
   * @param epochs that it ran
   * @param bestEpoch the one that is kept, from 1
   * @param validLoss on the validation split after that epoch
   * @param metrics of the validation split after that epoch
   * @param testAtBest metrics of the test split after that epoch; empty without a test split, and
   *     in files of version 1
   * @param testAtLast metrics of the test split after the last epoch that ran
   */
  public record Run(
      long seed,
      int epochs,
      int bestEpoch,
      double validLoss,
      Map<String, Double> metrics,
      Map<String, Double> testAtBest,
      Map<String, Double> testAtLast) {
    public Run {
      metrics = Map.copyOf(metrics);
      testAtBest = Map.copyOf(Objects.requireNonNullElse(testAtBest, Map.of()));
      testAtLast = Map.copyOf(Objects.requireNonNullElse(testAtLast, Map.of()));
    }
  }

  /**
   * @param deviation of a sample, 0 for a single run
   */
  public record Spread(double mean, double deviation) {
    /** Of at least one number. */
    public static Spread of(List<Double> values) {
      double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
      return new Spread(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)));
    }
  }
}
