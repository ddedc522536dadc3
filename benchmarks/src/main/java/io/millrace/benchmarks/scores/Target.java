package io.millrace.benchmarks.scores;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.model.TrainingRuns.Run;
import io.millrace.spec.model.TrainingRuns.Spread;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the mean test accuracy of a model's trainings should reach, in percent.
 *
 * @param epoch whose weights count
 * @param above the model that it should be better than, by {@code atLeast} points; null if {@code
 *     atLeast} is the accuracy itself
 */
record Target(String model, Epoch epoch, double atLeast, @Nullable String above) {
  static final String METRIC = "accuracy";

  /** The two epochs of which papers report. */
  enum Epoch {
    /** The best one of the validation split, which is what is shipped. */
    BEST("best on validation", Run::testAtBest),
    /** The last one, also where training stopped early. */
    LAST("last", Run::testAtLast);

    private final String text;
    private final Function<Run, Map<String, Double>> metrics;

    Epoch(String text, Function<Run, Map<String, Double>> metrics) {
      this.text = text;
      this.metrics = metrics;
    }
  }

  static Target atLeast(String model, Epoch epoch, double percent) {
    return new Target(model, epoch, percent, null);
  }

  static Target above(String model, String other, Epoch epoch, double points) {
    return new Target(model, epoch, points, other);
  }

  /** Whether a run's trainings reach it. Prints its figures, and those of the other model. */
  boolean judge(String dataSet, Product.Run run) throws IOException {
    if (above == null) {
      return figures(dataSet, run, model, epoch) >= atLeast;
    }
    figures(dataSet, run, above, null);
    double difference =
        percent(run.trainings(model), epoch).mean() - percent(run.trainings(above), epoch).mean();
    boolean pass = difference >= atLeast;
    print(
        "scores.%s.%s.above.%s".formatted(dataSet, model, above),
        difference,
        Map.of("epoch", epoch.text, "target", atLeast, "pass", pass));
    return pass;
  }

  /**
   * Prints what a model has reached at both epochs.
   *
   * @param judged the epoch with the target; null for none
   * @return the mean at that epoch, in percent
   */
  private double figures(String dataSet, Product.Run run, String of, @Nullable Epoch judged)
      throws IOException {
    double mean = 0;
    TrainingRuns trainings = run.trainings(of);
    for (Epoch each : Epoch.values()) {
      Spread spread = percent(trainings, each);
      Map<String, Object> more = new LinkedHashMap<>();
      more.put("dataSet", dataSet);
      more.put("model", of);
      more.put("epoch", each.text);
      more.put("runs", trainings.runs().size());
      more.put("deviation", Figures.rounded(spread.deviation()));
      more.putAll(Figures.spread(percents(trainings, each)));
      if (each == judged) {
        mean = spread.mean();
        more.put("target", atLeast);
        more.put("pass", mean >= atLeast);
      }
      print("scores.%s.%s.%s".formatted(dataSet, of, METRIC), spread.mean(), more);
    }
    return mean;
  }

  private static void print(String name, double value, Map<String, Object> more) {
    Figures.print(name, Figures.rounded(value), more);
  }

  static Spread percent(TrainingRuns trainings, Epoch epoch) {
    return Spread.of(percents(trainings, epoch));
  }

  private static List<Double> percents(TrainingRuns trainings, Epoch epoch) {
    return trainings.runs().stream()
        .map(run -> 100 * epoch.metrics.apply(run).get(METRIC))
        .toList();
  }
}
