package io.millrace.jobs;

import io.millrace.jobs.clean.CleanJob;
import io.millrace.jobs.evaluate.EvaluateJob;
import io.millrace.jobs.features.FeaturesJob;
import io.millrace.jobs.graph.GraphJob;
import io.millrace.jobs.neighbourhoods.NeighbourhoodsJob;
import io.millrace.jobs.publish.PublishJob;
import io.millrace.jobs.train.TrainJob;

/** The steps by the kind that a plan names. */
final class Steps {
  private Steps() {}

  static Step of(String kind) {
    return switch (kind) {
      case "clean" -> new CleanJob();
      case "features" -> new FeaturesJob();
      case "graph" -> new GraphJob();
      case "neighbourhoods" -> new NeighbourhoodsJob();
      case "train" -> new TrainJob();
      case "evaluate" -> new EvaluateJob();
      case "publish" -> new PublishJob();
      default ->
          throw new IllegalArgumentException(
              "Cannot run a step of kind '%s' (expected clean, features, graph, neighbourhoods, train, evaluate or publish)."
                  .formatted(kind));
    };
  }
}
