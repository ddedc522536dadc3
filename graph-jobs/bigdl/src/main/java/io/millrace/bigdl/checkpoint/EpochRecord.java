package io.millrace.bigdl.checkpoint;

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
  /** The epoch with the smallest validation loss, the earliest of equals; 0 for none. */
  public static int best(List<EpochRecord> history) {
    int best = 0;
    for (EpochRecord epoch : history) {
      if (best == 0 || epoch.validLoss() < history.get(best - 1).validLoss()) {
        best = epoch.epoch();
      }
    }
    return best;
  }
}
