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

  /** Whether a run's trainings reach it. Prints its figures. */
  boolean judge(String dataSet, Product.Run run) throws IOException {
    String name = "scores.%s.%s".formatted(dataSet, model);
    if (above != null) {
      double difference =
          percent(run.trainings(model), epoch).mean() - percent(run.trainings(above), epoch).mean();
      boolean pass = difference >= atLeast;
      print(name + ".above." + above, difference, Map.of("target", atLeast, "pass", pass));
      return pass;
    }
    boolean pass = true;
    for (Epoch each : Epoch.values()) {
      Spread spread = percent(run.trainings(model), each);
      Map<String, Object> more = new LinkedHashMap<>();
      more.put("dataSet", dataSet);
      more.put("model", model);
      more.put("epoch", each.text);
      more.put("runs", run.trainings(model).runs().size());
      more.put("deviation", Figures.rounded(spread.deviation()));
      more.putAll(Figures.spread(percents(run.trainings(model), each)));
      if (each == epoch) {
        pass = spread.mean() >= atLeast;
        more.put("target", atLeast);
        more.put("pass", pass);
      }
      print(name + "." + METRIC, spread.mean(), more);
    }
    return pass;
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
