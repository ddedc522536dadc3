package io.millrace.spec.target;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How rows become the train, valid and test splits. A row in none of them is a rejected row. */
public sealed interface SplitSpec {
  /** The names of the splits, in order. */
  List<String> NAMES = List.of("train", "valid", "test");

  /** By a time column. Ranges do not overlap, and train lies before valid, valid before test. */
  record ByTime(String column, TimeRange train, TimeRange valid, TimeRange test)
      implements SplitSpec {
    public ByTime {
      notOverlapping(column, "train", train, "valid", valid);
      notOverlapping(column, "valid", valid, "test", test);
    }

    /** The range of a split. */
    public TimeRange range(String split) {
      return Map.of("train", train, "valid", valid, "test", test).get(split);
    }

    private static void notOverlapping(
        String column, String first, TimeRange a, String second, TimeRange b) {
      if (a.to() == null || b.from() == null || a.to().isAfter(b.from())) {
        throw new IllegalArgumentException(
            "Cannot split by '%s': %s ends at %s and %s begins at %s (expected %s to end before)."
                .formatted(
                    column,
                    first,
                    a.to() == null ? "no time" : a.to(),
                    second,
                    b.from() == null ? "no time" : b.from(),
                    first));
      }
    }
  }

  /** From (inclusive) to (exclusive); either end may be open (null). */
  record TimeRange(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    public TimeRange {
      if (from != null && to != null && !from.isBefore(to)) {
        throw new IllegalArgumentException(
            "Cannot use the time range from %s to %s (expected from before to)."
                .formatted(from, to));
      }
    }
  }

  /** At random, seeded, by a hash of the whole row: equal rows always share a split. */
  record AtRandom(long seed, double train, double valid, double test) implements SplitSpec {
    public AtRandom {
      if (!(train > 0 && valid > 0 && test > 0) || Math.abs(train + valid + test - 1) > 1e-9) {
        throw new IllegalArgumentException(
            "Cannot split at random into %s, %s and %s (expected three positive fractions that sum to 1)."
                .formatted(train, valid, test));
      }
    }
  }

  /**
   * By the value of a column. Where valid is empty, this fraction of the train rows becomes valid,
   * by a seeded hash of the whole row.
   */
  record ByValue(
      String column,
      List<String> train,
      List<String> valid,
      List<String> test,
      double validFraction,
      long seed)
      implements SplitSpec {
    public ByValue {
      train = List.copyOf(train);
      valid = List.copyOf(valid);
      test = List.copyOf(test);
      for (String value : train) {
        if (valid.contains(value) || test.contains(value)) {
          throw overlap(column, value);
        }
      }
      for (String value : valid) {
        if (test.contains(value)) {
          throw overlap(column, value);
        }
      }
      if (valid.isEmpty() != (validFraction > 0 && validFraction < 1)) {
        throw new IllegalArgumentException(
            "Cannot split by '%s': %d values and fraction %s for valid (expected values, or a fraction between 0 and 1)."
                .formatted(column, valid.size(), validFraction));
      }
    }

    private static IllegalArgumentException overlap(String column, String value) {
      return new IllegalArgumentException(
          "Cannot split by '%s': the value '%s' belongs to two splits (expected one)."
              .formatted(column, value));
    }
  }
}
