package io.millrace.spec.model;

import java.util.List;
import java.util.Map;

/**
 * {@code runs.json}: the trainings of one model, each from its start with a seed of its own.
 *
 * @param chosen the seed of the one that is shipped: with the smallest validation loss, the first
 *     of equals
 * @param runs in the order of the seeds
 * @param spread over the runs, of {@code validLoss} and of each metric
 */
public record TrainingRuns(int version, long chosen, List<Run> runs, Map<String, Spread> spread) {
  public static final int VERSION = 1;

  public TrainingRuns {
    runs = List.copyOf(runs);
    spread = Map.copyOf(spread);
  }

  /**
   * One training.
   *
   * @param epochs that it ran
   * @param bestEpoch the one that is kept, from 1
   * @param validLoss on the validation split after that epoch
   * @param metrics of the validation split after that epoch
   */
  public record Run(
      long seed, int epochs, int bestEpoch, double validLoss, Map<String, Double> metrics) {
    public Run {
      metrics = Map.copyOf(metrics);
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
