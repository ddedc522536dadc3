package io.millrace.spec.model;

import io.millrace.spec.target.Task;
import java.util.List;

/**
 * A model that the definition trains.
 *
 * @param name unique in the definition, by default the network's name
 * @param engine the engine that trains it: {@code mllib} or {@code bigdl}
 * @param features the features it uses, empty for all
 */
public record ModelSpec(
    String name,
    String engine,
    List<String> features,
    ClassWeights classWeights,
    TrainingSettings settings) {
  public ModelSpec {
    features = List.copyOf(features);
  }

  /** The network's name, such as {@code logistic-regression}. */
  public String network() {
    return settings.network();
  }

  /** Whether it learns from the edges of the definition's graph. */
  public boolean overGraphs() {
    return settings instanceof TrainingSettings.Deep deep && deep.overGraphs();
  }

  /** Whether the network can be trained for this task. */
  public boolean supports(Task task) {
    return settings.tasks().contains(task);
  }
}
