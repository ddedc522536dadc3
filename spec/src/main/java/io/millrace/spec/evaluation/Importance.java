package io.millrace.spec.evaluation;

import java.util.Locale;

/**
 * How much a shipped model leans on a raw column: how much worse it gets when the column's values,
 * missing ones among them, are shuffled between the rows of a sample of the test split (Breiman
 * 2001; permutation importance). Other columns stay, so a column shows only what no other column of
 * the model tells as well: of two columns with the same information both show little, although the
 * model would be much worse without either. It says what the model uses, not what causes the label.
 *
 * @param column raw column that the model reads
 * @param metric public name of the selection metric: {@code logLoss} or {@code rmse}
 * @param change of the metric by the shuffling, mean over the repeats; positive: the model got
 *     worse, 0: it does not use the column, slightly negative: by chance
 * @param low the lowest change of a repeat
 * @param high the highest change of a repeat
 */
public record Importance(String column, String metric, double change, double low, double high) {
  /**
   * What the importance of all columns was measured on.
   *
   * @param rows of the test split, drawn without replacement
   * @param repeats how often each column was shuffled
   */
  public record Sample(int rows, int repeats) {}

  /** In words, with the range of the repeats: {@code logLoss +0.0312 (0.0308 to 0.0316)}. */
  public String text() {
    return String.format(Locale.ROOT, "%s %+.4f (%.4f to %.4f)", metric, change, low, high);
  }
}
