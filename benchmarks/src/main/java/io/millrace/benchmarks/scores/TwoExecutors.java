package io.millrace.benchmarks.scores;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.Scratch;
import io.millrace.benchmarks.scores.Target.Epoch;
import io.millrace.spec.model.TrainingRuns;
import io.millrace.spec.model.TrainingRuns.Spread;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the same network with the same seeds on one executor with two cores and on two executors
 * with one core each, and compares the mean test scores. Exit code 1: they differ by more than the
 * limit, 2: wrong arguments or missing data.
 */
public final class TwoExecutors {
  /** Points between the means over all seeds. */
  private static final double LIMIT = 0.3;

  static final String DEFINITION = "benchmarks/scores/two-executors.conf";
  private static final String DATA = "facebook_pages";

  private final Path data;
  private final Product product;

  private TwoExecutors(Path data, Product product) {
    this.data = data;
    this.product = product;
  }

  /** Arguments: the source tree. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      System.err.println("Cannot measure: this command has no options.");
      System.exit(2);
    }
    Path home = Path.of(arguments[0]);
    Path scratch = Scratch.create("millrace-executors-");
    TwoExecutors measured =
        new TwoExecutors(DataSets.folder(home, DATA), new Product(home, scratch));
    boolean good;
    Spread one = measured.train("one", "two", "local[2]", 1);
    try (Cluster cluster = Cluster.start(home, scratch)) {
      Spread two = measured.train("two", "one", cluster.master(), 2);
      double difference = two.mean() - one.mean();
      Figures.print("executors.difference", Figures.rounded(difference), Map.of("limit", LIMIT));
      good = Math.abs(difference) <= LIMIT;
    }
    System.exit(good ? 0 : 1);
  }

  /** In one folder, so that the second training uses the data of the first. */
  private Spread train(String model, String other, String master, int executors) throws Exception {
    List<String> options =
        List.of(
            "--bigdl-master",
            master,
            "--set",
            DATA + "=" + data,
            "--set",
            "models.%s=null".formatted(other),
            "--set",
            "resources={executors=%d,cores=%d,memory=1536m}".formatted(executors, 2 / executors));
    TrainingRuns trainings = product.run("executors", DEFINITION, options).trainings(model);
    Spread spread = Epoch.BEST.percent(trainings);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("executors", executors);
    more.put("runs", trainings.runs().size());
    more.put("deviation", Figures.rounded(spread.deviation()));
    Figures.print("executors.%s.accuracy".formatted(model), Figures.rounded(spread.mean()), more);
    return spread;
  }
}
