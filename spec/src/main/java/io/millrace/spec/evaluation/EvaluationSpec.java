package io.millrace.spec.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How models are evaluated.
 *
 * @param blockColumn bootstrap blocks are the days (for a time) or the values of this column; null
 *     treats rows as independent
 * @param slices columns or index features by whose values the metrics are given
 * @param threshold how the threshold for yes and no is chosen on the validation split
 * @param importance how much of the test split is shuffled for the importance of columns
 * @param gate all must hold; with no rule nothing passes
 */
public record EvaluationSpec(
    @Nullable String blockColumn,
    List<String> slices,
    int replicates,
    long seed,
    Threshold threshold,
    ImportanceSpec importance,
    List<GateRule> gate) {
  public EvaluationSpec {
    slices = List.copyOf(slices);
    importance = importance == null ? ImportanceSpec.DEFAULT : importance;
    gate = List.copyOf(gate);
    if (replicates < 20 || replicates > 10_000) {
      throw new IllegalArgumentException(
          "Cannot bootstrap with %d replicates (expected 20 to 10000).".formatted(replicates));
    }
  }

  /** What the threshold maximises on the validation split. */
  public enum Threshold {
    F1,
    ACCURACY,
    /** True positive rate minus false positive rate. */
    YOUDEN
  }
}
