package io.millrace.spec.network;

import io.millrace.spec.model.TrainingSettings;
import io.millrace.spec.target.Task;
import java.util.List;

/**
 * {@code training-plan.json}: all that an engine is told about one training.
 *
 * @param dataset folder with {@code train/} and {@code valid/}, fully qualified
 * @param label column of the label
 * @param key column of the row's number
 * @param classWeights weight of the rows of each class; empty where all count 1
 * @param labelScale standard deviation of the label in the training split; 1 but for regression
 * @param labelShift mean of the label in the training split; 0 but for regression
 * @param executors that train together
 * @param cores of each executor
 * @param trainRows rows of the training split, or its graphs or neighbourhoods
 * @param trainScores scores that they have together, one for each label; of rows of a table as many
 *     as rows
 * @param stepsPerEpoch mini-batches in which each row of the training split is used once
 */
public record TrainingPlan(
    int version,
    String model,
    Task task,
    String dataset,
    String label,
    String key,
    Network network,
    TrainingSettings.Deep settings,
    List<Double> classWeights,
    double labelScale,
    double labelShift,
    int executors,
    int cores,
    long trainRows,
    long trainScores,
    int stepsPerEpoch) {
  public static final int VERSION = 2;

  public TrainingPlan {
    classWeights = List.copyOf(classWeights);
  }

  /** The same training with one seed. */
  public TrainingPlan withSeed(long seed) {
    return new TrainingPlan(
        version,
        model,
        task,
        dataset,
        label,
        key,
        network,
        settings.withSeed(seed),
        classWeights,
        labelScale,
        labelShift,
        executors,
        cores,
        trainRows,
        trainScores,
        stepsPerEpoch);
  }

  /** Steps of the whole training, if it does not stop early. */
  public long steps() {
    return (long) stepsPerEpoch * settings.epochs();
  }
}
