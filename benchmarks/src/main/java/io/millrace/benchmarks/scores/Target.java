package io.millrace.benchmarks.scores;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.spec.evaluation.Metric;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.model.TrainingRuns.Run;
import io.millrace.spec.model.TrainingRuns.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a model should reach on the test split. Scores are in percent, differences in points. */
interface Target {
  String ACCURACY = "accuracy";

  /** The model that has the target. */
  String model();

  /** Whether runs reach it. Prints the figures. */
  boolean judge(String dataSet, List<Product.Run> runs) throws IOException;

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

    /** The accuracies of all trainings after this epoch. */
    List<Double> percents(TrainingRuns trainings) {
      return trainings.runs().stream().map(run -> 100 * metrics.apply(run).get(ACCURACY)).toList();
    }

    Spread percent(TrainingRuns trainings) {
      return Spread.of(percents(trainings));
    }
  }

  /** The mean accuracy of all trainings. */
  record MeanAccuracy(String model, Epoch epoch, double atLeast) implements Target {
    @Override
    public boolean judge(String dataSet, List<Product.Run> runs) throws IOException {
      TrainingRuns trainings = runs.get(0).trainings(model);
      print(dataSet, model, trainings, this);
      return pass(trainings);
    }

    private boolean pass(TrainingRuns trainings) {
      return epoch.percent(trainings).mean() >= atLeast;
    }
  }

  /** How far the mean accuracy is above that of another model, whose figures are printed too. */
  record Lead(String model, String other, Epoch epoch, double atLeast) implements Target {
    @Override
    public boolean judge(String dataSet, List<Product.Run> runs) throws IOException {
      Product.Run run = runs.get(0);
      print(dataSet, other, run.trainings(other), null);
      double lead =
          epoch.percent(run.trainings(model)).mean() - epoch.percent(run.trainings(other)).mean();
      boolean pass = lead >= atLeast;
      Figures.print(
          "scores.%s.%s.above.%s".formatted(dataSet, model, other),
          Figures.rounded(lead),
          Map.of("epoch", epoch.text, "target", atLeast, "pass", pass));
      return pass;
    }
  }

  /** The mean of a metric of the shipped files, one of each run. */
  record Shipped(String model, Metric metric, double atLeast) implements Target {
    @Override
    public boolean judge(String dataSet, List<Product.Run> runs) throws IOException {
      List<Double> found = new ArrayList<>();
      for (Product.Run run : runs) {
        found.add(100 * run.shipped(model).metrics().get(metric.text()).value());
      }
      Spread spread = Spread.of(found);
      boolean pass = spread.mean() >= atLeast;
      Map<String, Object> more = facts(dataSet, model, Epoch.BEST, runs.size());
      more.put("deviation", Figures.rounded(spread.deviation()));
      more.putAll(Figures.spread(found));
      more.put("target", atLeast);
      more.put("pass", pass);
      Figures.print(name(dataSet, model, metric.text()), Figures.rounded(spread.mean()), more);
      return pass;
    }
  }

  /** A line for each epoch; that of the target says whether it was reached. */
  private static void print(
      String dataSet, String model, TrainingRuns trainings, @Nullable MeanAccuracy target) {
    for (Epoch epoch : Epoch.values()) {
      Spread spread = epoch.percent(trainings);
      Map<String, Object> more = facts(dataSet, model, epoch, trainings.runs().size());
      more.put("deviation", Figures.rounded(spread.deviation()));
      more.putAll(Figures.spread(epoch.percents(trainings)));
      if (target != null && target.epoch() == epoch) {
        more.put("target", target.atLeast());
        more.put("pass", target.pass(trainings));
      }
      Figures.print(name(dataSet, model, ACCURACY), Figures.rounded(spread.mean()), more);
    }
  }

  private static String name(String dataSet, String model, String metric) {
    return "scores.%s.%s.%s".formatted(dataSet, model, metric);
  }

  private static Map<String, Object> facts(String dataSet, String model, Epoch epoch, int runs) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("dataSet", dataSet);
    facts.put("model", model);
    facts.put("epoch", epoch.text);
    facts.put("runs", runs);
    return facts;
  }
}
