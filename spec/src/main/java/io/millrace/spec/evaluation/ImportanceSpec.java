package io.millrace.spec.evaluation;

/**
 * What the importance of columns is measured on, see {@link Importance}. Each column costs a model
 * as many scored rows as {@code rows * repeats}.
 *
 * @param rows of the test split that are drawn, at most; 0 switches the measuring off. The driver
 *     and each executor hold them in memory
 * @param repeats how often each column is shuffled
 */
public record ImportanceSpec(int rows, int repeats) {
  /** Where a definition says nothing, and for definitions from before there was any. */
  public static final ImportanceSpec DEFAULT = new ImportanceSpec(20_000, 3);

  private static final int MOST_ROWS = 1_000_000;
  private static final int MOST_REPEATS = 100;

  public ImportanceSpec {
    if (rows < 0 || rows > MOST_ROWS) {
      throw new IllegalArgumentException(
          "Cannot measure importance on %d rows (expected 1 to %d, or 0 to leave it out)."
              .formatted(rows, MOST_ROWS));
    }
    if (repeats < 1 || repeats > MOST_REPEATS) {
      throw new IllegalArgumentException(
          "Cannot measure importance by %d repeats (expected 1 to %d)."
              .formatted(repeats, MOST_REPEATS));
    }
  }
}
