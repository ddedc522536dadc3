package io.millrace.spec.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code runs.json}: the trainings of one model, each from its start on one split of the rows with
 * a seed of its own.
 *
 * @param chosen the seed of the one that is shipped: of those on the first split the one with the
 *     smallest validation loss, the first of equals
 * @param runs in the order of the splits, then of the seeds
 * @param spread over the runs, of {@code validLoss}, of each metric by its name, and of each metric
 *     of the test split as {@code testAtBest.<metric>} and {@code testAtLast.<metric>}
 * @param spreadBySplit the same over the runs of each split, by its name
 */
public record TrainingRuns(
    int version,
    long chosen,
    List<Run> runs,
    Map<String, Spread> spread,
    Map<String, Map<String, Spread>> spreadBySplit) {
  public static final int VERSION = 2;

  /** In {@link #spread}. */
  public static final String LOSS = "validLoss";

  private static final String AT_BEST = "testAtBest.";
  private static final String AT_LAST = "testAtLast.";

  public TrainingRuns {
    runs = List.copyOf(runs);
    spread = Map.copyOf(spread);
    // Older files do not have it.
    spreadBySplit = Map.copyOf(Objects.requireNonNullElse(spreadBySplit, Map.of()));
  }

  /** With the spread of these runs, of which there is at least one. */
  public static TrainingRuns of(long chosen, List<Run> runs) {
    Map<String, List<Run>> bySplit =
        runs.stream()
            .collect(Collectors.groupingBy(Run::split, LinkedHashMap::new, Collectors.toList()));
    Map<String, Map<String, Spread>> spreads = new TreeMap<>();
    bySplit.forEach((split, own) -> spreads.put(split, spreadOf(own)));
    return new TrainingRuns(VERSION, chosen, runs, spreadOf(runs), spreads);
  }

  private static Map<String, Spread> spreadOf(List<Run> runs) {
    Map<String, List<Double>> values = new TreeMap<>();
    for (Run run : runs) {
      run.figures()
          .forEach(
              (name, value) -> values.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
    Map<String, Spread> spread = new TreeMap<>();
    values.forEach((name, of) -> spread.put(name, Spread.of(of)));
    return spread;
  }

  /**
   * One training. The test split is measured when all trainings are over: nothing is chosen by it.
   *
   * @param split name of the split, {@code 1} where there is one
   * @param epochs that it ran
   * @param bestEpoch the one that is kept, from 1
   * @param validLoss on the validation split after that epoch
   * @param metrics of the validation split after that epoch
   * @param testAtBest metrics of the test split after that epoch; empty without a test split, and
   *     in files of version 1
   * @param testAtLast metrics of the test split after the last epoch that ran
   */
  public record Run(
      String split,
      long seed,
      int epochs,
      int bestEpoch,
      double validLoss,
      Map<String, Double> metrics,
      Map<String, Double> testAtBest,
      Map<String, Double> testAtLast) {
    public Run {
      // Older files do not have it.
      split = Objects.requireNonNullElse(split, "1");
      metrics = Map.copyOf(metrics);
      testAtBest = Map.copyOf(Objects.requireNonNullElse(testAtBest, Map.of()));
      testAtLast = Map.copyOf(Objects.requireNonNullElse(testAtLast, Map.of()));
    }

    /** All that is measured, by the names of {@link TrainingRuns#spread}. */
    public Map<String, Double> figures() {
      Map<String, Double> figures = new TreeMap<>(metrics);
      figures.put(LOSS, validLoss);
      testAtBest.forEach((name, value) -> figures.put(AT_BEST + name, value));
      testAtLast.forEach((name, value) -> figures.put(AT_LAST + name, value));
      return figures;
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
