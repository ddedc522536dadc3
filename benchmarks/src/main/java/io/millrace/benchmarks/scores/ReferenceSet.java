package io.millrace.benchmarks.scores;

import io.millrace.benchmarks.scores.Target.Epoch;
import io.millrace.benchmarks.scores.Target.Lead;
import io.millrace.benchmarks.scores.Target.MeanAccuracy;
import io.millrace.benchmarks.scores.Target.Shipped;
import io.millrace.spec.evaluation.Metric;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A data set, the models that are trained on it, and what they should reach. */
enum ReferenceSet {
  CORA(
      "cora",
      "benchmarks/scores/cora.conf",
      once(),
      new MeanAccuracy("gcn", Epoch.LAST, 80.5),
      new MeanAccuracy("gat", Epoch.BEST, 81.5),
      new MeanAccuracy("graphsage", Epoch.BEST, 79.0)),
  FACEBOOK(
      "facebook_pages",
      "benchmarks/scores/facebook.conf",
      once(),
      new MeanAccuracy("gcn", Epoch.LAST, 77.4),
      new Lead("gcn", "mlp", Epoch.LAST, 5.0)),
  MUTAG(
      "mutag",
      "handoff/src/test/resources/mutag-folds.conf",
      once(),
      new MeanAccuracy("gin", Epoch.LAST, 85.0),
      new MeanAccuracy("top-k", Epoch.LAST, 78.0),
      new MeanAccuracy("diff-pool", Epoch.LAST, 78.0)),
  LINKS(
      "cora",
      "handoff/src/test/resources/cora-links.conf",
      seeds("gcn", 5),
      new Shipped("gcn", Metric.ROC_AUC, 90.0));

  private final String folder;
  private final String definition;
  private final List<List<String>> runs;
  private final List<Target> targets;

  ReferenceSet(String folder, String definition, List<List<String>> runs, Target... targets) {
    this.folder = folder;
    this.definition = definition;
    this.runs = runs;
    this.targets = List.of(targets);
  }

  /** As the command line says it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Of the data, below the folder of the data sets; the definition's variable has the same name.
   */
  String folder() {
    return folder;
  }

  /** In the source tree. */
  String definition() {
    return definition;
  }

  /** Options of {@code millrace run}, for each time that the definition is run. */
  List<List<String>> runs() {
    return runs;
  }

  List<Target> targets() {
    return targets;
  }

  private static List<List<String>> once() {
    return List.of(List.of());
  }

  /** One training with each seed from 1 up, so that the file of each is measured. */
  private static List<List<String>> seeds(String model, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(seed -> List.of("--set", "models.%s.seed=%d".formatted(model, seed)))
        .toList();
  }
}
