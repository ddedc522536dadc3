package io.millrace.benchmarks.scores;

import io.millrace.benchmarks.scores.Target.Epoch;
import java.util.List;
import java.util.Locale;

/** A data set, the models that are trained on it, and what they should reach. */
enum ReferenceSet {
  CORA(
      "cora",
      Target.atLeast("gcn", Epoch.LAST, 80.5),
      Target.atLeast("gat", Epoch.BEST, 81.5),
      Target.atLeast("graphsage", Epoch.BEST, 79.0)),
  FACEBOOK(
      "facebook_pages",
      Target.atLeast("gcn", Epoch.LAST, 78.0),
      Target.above("gcn", "mlp", Epoch.LAST, 5.0));

  private final String folder;
  private final List<Target> targets;

  ReferenceSet(String folder, Target... targets) {
    this.folder = folder;
    this.targets = List.of(targets);
  }

  /** As the command line says it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of the data, below the folder of the data sets. */
  String folder() {
    return folder;
  }

  /** In the source tree. */
  String definition() {
    return "benchmarks/scores/%s.conf".formatted(word());
  }

  List<Target> targets() {
    return targets;
  }
}
