package io.millrace.bigdl.checkpoint;

import io.millrace.spec.model.TrainingSettings.Deep.StopOn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code checkpoint.json}, written last: the state of a training at the end of an epoch.
 *
 * @param epochs that have ended
 * @param parts in the order of their parameters
 * @param best weights of the best epoch; null where it is this one
 * @param history of all epochs
 */
public record Checkpoint(
    int version, int epochs, List<Part> parts, @Nullable Part best, List<EpochRecord> history) {
  static final int VERSION = 1;

  public Checkpoint {
    parts = List.copyOf(parts);
    history = List.copyOf(history);
  }

  /**
   * A file: of one executor, or of all parameters.
   *
   * @param begin first parameter
   */
  record Part(String file, int begin, String sha256) {}

  /** First parameter of each part. */
  public List<Integer> begins() {
    return parts.stream().map(Part::begin).toList();
  }

  /** The best epoch, the earliest of equals; 0 for none. */
  public int bestEpoch(StopOn stopOn) {
    return EpochRecord.best(history, stopOn);
  }
}
