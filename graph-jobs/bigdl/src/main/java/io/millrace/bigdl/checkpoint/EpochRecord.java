package io.millrace.bigdl.checkpoint;

import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import java.util.List;
import java.util.Map;

/**
 * How an epoch went: one line of {@code history.jsonl}.
 *
 * @param epoch from 1
 * @param loss mean over the training rows, while the weights changed
 * @param validLoss mean over the validation rows, after the epoch, weighted as in training
 * @param metrics of the validation split by name: accuracy, or rmse in the label's unit
 * @param rows that were used
 * @param seconds of its steps on the wall clock
 * @param recordsPerSecond rows by seconds
 * @param computeShare part of the seconds in which executors computed; the rest is exchange,
 *     scheduling and waiting
 * @param validSeconds of validation and checkpoint
 */
public record EpochRecord(
    int epoch,
    double loss,
    double validLoss,
    Map<String, Double> metrics,
    long rows,
    double seconds,
    double recordsPerSecond,
    double computeShare,
    double validSeconds) {
  /** Names of metrics. */
  public static final String ACCURACY = "accuracy";

  public static final String ERROR = "rmse";

  /** The best epoch by what is chosen, the earliest of equals; 0 for none. */
  public static int best(List<EpochRecord> history, StopOn stopOn) {
    int best = 0;
    for (EpochRecord epoch : history) {
      if (best == 0 || epoch.cost(stopOn) < history.get(best - 1).cost(stopOn)) {
        best = epoch.epoch();
      }
    }
    return best;
  }

  /** Less is better: an accuracy counts below 0. */
  private double cost(StopOn stopOn) {
    if (stopOn == StopOn.LOSS) {
      return validLoss;
    }
    Double error = metrics.get(ERROR);
    return error == null ? -metrics.get(ACCURACY) : error;
  }
}
