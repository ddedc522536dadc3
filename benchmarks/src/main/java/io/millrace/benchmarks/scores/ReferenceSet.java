package io.millrace.benchmarks.scores;

import io.millrace.benchmarks.scores.Target.Epoch;
import io.millrace.benchmarks.scores.Target.Lead;
import io.millrace.benchmarks.scores.Target.MeanAccuracy;
import io.millrace.benchmarks.scores.Target.Shipped;
import io.millrace.spec.evaluation.Metric;
import java.util.List;
import java.util.Locale;

/** A data set, the models that are trained on it, and what they should reach. */
enum ReferenceSet {
  CORA(
      "cora",
      "benchmarks/scores/cora.conf",
      new MeanAccuracy("gcn", Epoch.LAST, 80.5),
      new MeanAccuracy("gat", Epoch.BEST, 81.5),
      new MeanAccuracy("graphsage", Epoch.BEST, 79.0)),
  FACEBOOK(
      "facebook_pages",
      "benchmarks/scores/facebook.conf",
      new MeanAccuracy("gcn", Epoch.LAST, 78.0),
      new Lead("gcn", "mlp", Epoch.LAST, 5.0)),
  LINKS(
      "cora",
      "handoff/src/test/resources/cora-links.conf",
      new Shipped("gcn", Metric.ROC_AUC, 90.0));

  private final String folder;
  private final String definition;
  private final List<Target> targets;

  ReferenceSet(String folder, String definition, Target... targets) {
    this.folder = folder;
    this.definition = definition;
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

  List<Target> targets() {
    return targets;
  }
}
